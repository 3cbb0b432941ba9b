package org.flytekitplugins.client.internal.admin;

import io.grpc.ChannelCredentials;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ProxiedSocketAddress;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.HttpsProxy;
import org.flytekitplugins.client.internal.config.Trust;
import org.jspecify.annotations.Nullable;

/** Opens the connection. */
final class AdminChannel {
  // flyteadmin answers GetWorkflow with all of its tasks.
  private static final int LARGEST_ANSWER = 64 * 1024 * 1024;

  // They log stack traces of what we turn into sentences, and headers with the tokens in them;
  // loggers live only as long as somebody holds them.
  private static final List<Logger> TALKATIVE =
      List.of(
          Logger.getLogger("io.grpc.internal.ManagedChannelImpl"),
          Logger.getLogger("io.grpc.internal.TransportFrameUtil"));

  private AdminChannel() {}

  static ManagedChannel open(AdminConfig config) {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF));
    OkHttpChannelBuilder builder =
        builder(config).maxInboundMessageSize(LARGEST_ANSWER).directExecutor();
    @Nullable HttpsProxy proxy = config.proxy();
    return (proxy == null ? builder : builder.proxyDetector(target -> way(proxy, target))).build();
  }

  /** What stands between here and a target, whose name the proxy looks up; null for nothing. */
  private static @Nullable ProxiedSocketAddress way(HttpsProxy proxy, SocketAddress target)
      throws IOException {
    InetSocketAddress server = (InetSocketAddress) target;
    return proxy.isFor(server.getHostString(), server.getPort())
        ? HttpConnectProxiedSocketAddress.newBuilder()
            .setTargetAddress(server)
            .setProxyAddress(proxy.address())
            .setUsername(proxy.user())
            .setPassword(proxy.password())
            .build()
        : null;
  }

  private static OkHttpChannelBuilder builder(AdminConfig config) {
    String target = config.endpoint().authority();
    if (config.insecure() || !config.insecureSkipVerify()) {
      return OkHttpChannelBuilder.forTarget(target, credentials(config));
    }
    // A builder with credentials lets nobody say that any host name will do.
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return OkHttpChannelBuilder.forTarget(target)
          .sslSocketFactory(context.getSocketFactory())
          .hostnameVerifier((host, session) -> true);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ChannelCredentials credentials(AdminConfig config) {
    if (config.insecure()) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    TrustManager @Nullable [] authorities = Trust.ofFlyteadmin(config);
    if (authorities != null) {
      tls.trustManager(authorities);
    }
    return tls.build();
  }
}
