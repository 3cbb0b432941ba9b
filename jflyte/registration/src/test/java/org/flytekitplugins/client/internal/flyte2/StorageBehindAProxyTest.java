package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.jflyte.fixtures.ConnectProxy;
import org.flytekitplugins.jflyte.fixtures.TlsHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flyte is in the same network and without TLS; the storage for which it signs is behind a proxy,
 * which alone knows its host, and has another certificate.
 */
class StorageBehindAProxyTest {
  private static final String DOMAIN = "example.invalid";

  @TempDir Path home;
  private final Map<String, String> env = new HashMap<>();
  private final ConnectProxy proxy = new ConnectProxy();
  private HttpServer flyte;
  private TlsHost storage;

  @BeforeEach
  void start() throws Exception {
    storage = TlsHost.start(home, DOMAIN, exchange -> answer(exchange, new byte[0]));
    byte[] location =
        UploadLocation.of("https://" + host() + "/t.pb?signed", "s3://bucket/t.pb", Map.of())
            .toMessage()
            .toByteArray();
    flyte = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flyte.createContext("/", exchange -> answer(exchange, location));
    flyte.start();
    env.put("FLYTE_PLATFORM_URL", "127.0.0.1:" + flyte.getAddress().getPort());
    env.put("FLYTE_PLATFORM_INSECURE", "true");
    env.put("HTTPS_PROXY", proxy.authority());
  }

  private String host() {
    return "storage." + DOMAIN + ":" + storage.port();
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/proto");
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() throws IOException {
    flyte.stop(0);
    storage.close();
    proxy.close();
  }

  private Path certificate() throws Exception {
    return Files.writeString(home.resolve("storage.pem"), storage.certificatePem());
  }

  private String upload() {
    return Flyte2Client.connect(
            new AdminConfigReader(env, home).read(),
            null,
            RetryPolicy.of(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)),
            AdminListener.NONE)
        .upload("p", "d", "t.pb", ByteString.copyFromUtf8("template"))
        .join();
  }

  private String failure() {
    return String.valueOf(catchThrowable(this::upload).getCause().getMessage());
  }

  @Test
  void theFileGoesThroughTheProxyToWhomTheEnvironmentBelieves() throws Exception {
    env.put("SSL_CERT_FILE", certificate().toString());

    assertThat(upload()).isEqualTo("s3://bucket/t.pb");
    assertThat(proxy.tunnels()).containsExactly(host());
  }

  @Test
  void itsCertificateIsLookedAtWhateverIsSaidOfFlytes() throws Exception {
    Path config =
        Files.writeString(
            home.resolve("flyte.yaml"), "admin:\n  insecure: true\n  insecureSkipVerify: true\n");
    env.put("FLYTECTL_CONFIG", config.toString());

    assertThat(failure())
        .startsWith(
            "the certificate of the storage at "
                + host()
                + ", for which Flyte 2 signs, is not trusted (")
        .endsWith("): name its authority by SSL_CERT_FILE, or look at the host's name");
  }

  @Test
  void theProxyThatDoesNotLeadThereIsNamed() {
    env.put("HTTPS_PROXY", "http://127.0.0.1:1");

    assertThat(failure())
        .isEqualTo(
            "nothing listens at the proxy http://127.0.0.1:1 of HTTPS_PROXY, on the way to the"
                + " storage at "
                + host()
                + ": look at HTTPS_PROXY, or name the host in NO_PROXY");
  }
}
