package org.flytekitplugins.client.internal.admin;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.kubeflow.internal.SentenceException;

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
    return builder(config).maxInboundMessageSize(LARGEST_ANSWER).directExecutor().build();
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
    Path authorities = config.caCertificates();
    if (authorities != null) {
      try {
        tls.trustManager(authorities.toFile());
      } catch (IOException e) {
        throw new SentenceException(
            "cannot read the certificates in "
                + authorities
                + ", which admin.caCertFilePath names: give a PEM file that is readable",
            e);
      }
    }
    return tls.build();
  }
}
