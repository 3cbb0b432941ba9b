package org.flytekitplugins.jflyte.module.gs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.flytekitplugins.jflyte.fixtures.ConnectProxy;
import org.flytekitplugins.jflyte.fixtures.TlsHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The networks of companies, from a pod: a proxy is the only way out, and certificates come from an
 * authority of their own. Nobody but the proxy knows the hosts.
 */
final class GsBehindAProxyTest {
  private static final String DOMAIN = "example.invalid";
  private static final String ID_TOKEN =
      "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDAsImlhdCI6MSwic3ViIjoicG9kIn0.";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final ConnectProxy proxy = new ConnectProxy();
  private TlsHost google;

  /** Looks for a blob, and asks for an id token. */
  static final class Pod {
    private Pod() {}

    public static void main(String[] args) {
      try {
        FileSystem gs = new GsFileSystemRegistrar().load(System.getenv()).iterator().next();
        System.out.println(gs.getManifest("gs://staging/nothing"));
        System.out.println(
            new IdTokenSourceRegistrar()
                .load(System.getenv())
                .iterator()
                .next()
                .getTokenSource()
                .token()
                .accessToken());
      } catch (RuntimeException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    google = TlsHost.start(folder, DOMAIN, this::answer);
    environment.put("HTTPS_PROXY", "http://" + proxy.authority());
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 " + google.trustOptions());
    environment.put("HOME", folder.toString());
    environment.put("FLYTE_PLATFORM_URL", "flyte.example.com");
    environment.put(GsClients.EMULATOR, "https://" + host("storage"));
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", serviceAccount().toString());
  }

  @AfterEach
  void stop() throws Exception {
    google.close();
    proxy.close();
  }

  private Path serviceAccount() throws Exception {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    return Files.writeString(
        folder.resolve("key.json"),
        """
        {"type": "service_account", "project_id": "p", "client_id": "1", "private_key_id": "1",
         "client_email": "pod@p.iam.gserviceaccount.com", "token_uri": "https://%s/token",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
        """
            .formatted(host("login"), Base64.getEncoder().encodeToString(key)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean isToken = exchange.getRequestHeaders().getFirst("Host").startsWith("login.");
    byte[] body =
        (isToken
                ? "{\"id_token\": \"" + ID_TOKEN + "\"}"
                : "{\"error\": {\"code\": 404, \"message\": \"No such object\"}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(isToken ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** What the pod has printed, without what Java says of its options. */
  private List<String> pod() throws Exception {
    return ChildJvm.run(environment, Pod.class)
        .log()
        .lines()
        .filter(line -> !line.startsWith("NOTE: Picked up "))
        .toList();
  }

  private String host(String name) {
    return name + "." + DOMAIN + ":" + google.port();
  }

  @Test
  void blobsAndTokensGoThroughTheProxyToServersOfOnesOwnAuthority() throws Exception {
    assertThat(pod()).containsExactly("null", ID_TOKEN);
    assertThat(proxy.tunnels()).containsExactly(host("storage"), host("login"));
  }

  @Test
  void aDomainOfNoProxyIsReachedWithout() throws Exception {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"), "127.0.0.1 storage.%1$s login.%1$s%n".formatted(DOMAIN));
    environment.merge("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts, (a, b) -> a + " " + b);
    environment.put("NO_PROXY", ".svc,.cluster.local,10.0.0.0/8,." + DOMAIN);

    assertThat(pod()).containsExactly("null", ID_TOKEN);
    assertThat(proxy.tunnels()).isEmpty();
  }

  @Test
  void anAuthorityThatNobodyBelievesIsNamedWithItsRemedy() throws Exception {
    environment.remove("JDK_JAVA_OPTIONS");

    assertThat(pod())
        .containsExactly(
            "the certificate of Google Cloud Storage is not trusted (unable to find valid"
                + " certification path to requested target): name a trust store that has its"
                + " authority, or that of the proxy, by -Djavax.net.ssl.trustStore in"
                + " JDK_JAVA_OPTIONS");
  }
}
