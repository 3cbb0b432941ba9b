package org.flytekitplugins.jflyte.module.gs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.TokenSource;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a pod of Google's clusters is, which their metadata server says; it is played here. */
final class GsWorkloadIdentityTest {
  private static final String ID_TOKEN =
      "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDAsImlhdCI6MSwic3ViIjoicG9kIn0.";

  @TempDir Path folder;
  private HttpServer metadata;
  private final List<String> asked = new ArrayList<>();

  /** Asks for an id token, and for an access token in the way that storage does. */
  static final class Pod {
    private Pod() {}

    public static void main(String[] args) throws Exception {
      TokenSource source =
          new IdTokenSourceRegistrar().load(System.getenv()).iterator().next().getTokenSource();
      System.out.println(source.token().accessToken());
      System.out.println(
          com.google.auth.oauth2.GoogleCredentials.getApplicationDefault()
              .refreshAccessToken()
              .getTokenValue());
    }
  }

  @BeforeEach
  void start() throws IOException {
    metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    metadata.createContext("/", this::answer);
    metadata.start();
  }

  @AfterEach
  void stop() {
    metadata.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    asked.add(uri);
    String body =
        uri.contains("/identity")
            ? ID_TOKEN
            : uri.contains("/token")
                ? "{\"access_token\":\"pods-token\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
                : "";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void theTokensAreThoseOfThePodsServiceAccount() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("GCE_METADATA_HOST", "127.0.0.1:" + metadata.getAddress().getPort());
    environment.put("FLYTE_PLATFORM_URL", "flyte.example.com");
    environment.put("HOME", folder.toString());

    assertThat(ChildJvm.run(environment, Pod.class))
        .isEqualTo(new ChildJvm.End(0, ID_TOKEN + "\npods-token\n"));
    assertThat(asked)
        .anyMatch(uri -> uri.contains("/identity?audience=flyte.example.com"))
        .anyMatch(uri -> uri.contains("/service-accounts/default/token"));
  }
}
