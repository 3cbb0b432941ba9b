package org.flytekitplugins.client.internal.config;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a server beside Flyte is reached, such as one that gives tokens: through which proxy, and
 * whose certificates are believed. What is said of Flyte's own server does not hold for it.
 */
public final class OtherServer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AdminConfig config;
  private final @Nullable HttpsProxy ownProxy;

  private OtherServer(AdminConfig config, @Nullable HttpsProxy ownProxy) {
    this.config = config;
    this.ownProxy = ownProxy;
  }

  /** Any server. */
  public static OtherServer of(AdminConfig config) {
    return new OtherServer(config, null);
  }

  /** One that gives tokens, which may be the only one behind a proxy. */
  public static OtherServer ofTokens(AdminConfig config) {
    return new OtherServer(config, config.tokenProxy());
  }

  /** The proxy on the way to a URL; null for none that the configuration names. */
  public @Nullable HttpsProxy proxy(URI url) {
    if (ownProxy != null || !"https".equalsIgnoreCase(url.getScheme())) {
      return ownProxy;
    }
    @Nullable HttpsProxy proxy = config.proxy();
    int port = url.getPort() < 0 ? 443 : url.getPort();
    return proxy == null || url.getHost() == null || !proxy.isFor(url.getHost(), port)
        ? null
        : proxy;
  }

  /** A request that tells the proxy who asks. */
  public HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    @Nullable HttpsProxy proxy = proxy(url);
    @Nullable String user = proxy == null ? null : proxy.authorization();
    return user == null ? request : request.header("Proxy-Authorization", user);
  }

  /** A client for requests to the host of a URL. */
  public HttpClient client(URI url) {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    @Nullable HttpsProxy proxy = proxy(url);
    if (proxy != null) {
      client.proxy(
          ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    }
    @Nullable SSLContext trust = Trust.ofOthers(config);
    if (trust != null) {
      client.sslContext(trust);
    }
    return client.build();
  }
}
