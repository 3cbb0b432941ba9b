package org.flytekitplugins.client.internal.admin.auth;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.HttpsProxy;
import org.flytekitplugins.client.internal.config.Trust;
import org.jspecify.annotations.Nullable;

/** How a token server is reached: through which proxy, and whose certificates are believed. */
final class TokenHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AdminConfig config;

  TokenHttp(AdminConfig config) {
    this.config = config;
  }

  /** The proxy on the way to a URL; null for none that the configuration names. */
  @Nullable HttpsProxy proxy(URI url) {
    @Nullable HttpsProxy proxy = config.tokenProxy();
    if (proxy != null || !"https".equalsIgnoreCase(url.getScheme())) {
      return proxy;
    }
    proxy = config.proxy();
    int port = url.getPort() < 0 ? 443 : url.getPort();
    return proxy == null || url.getHost() == null || !proxy.isFor(url.getHost(), port)
        ? null
        : proxy;
  }

  /** A request that tells the proxy who asks. */
  HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    @Nullable HttpsProxy proxy = proxy(url);
    @Nullable String user = proxy == null ? null : proxy.authorization();
    return user == null ? request : request.header("Proxy-Authorization", user);
  }

  HttpClient client(URI url) {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    @Nullable HttpsProxy proxy = proxy(url);
    if (proxy != null) {
      client.proxy(
          ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    }
    @Nullable SSLContext trust = Trust.ofTokenServer(config);
    if (trust != null) {
      client.sslContext(trust);
    }
    return client.build();
  }
}
