package org.flytekitplugins.jflyte.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OAuth2 token endpoint, for client credentials, on loopback. */
final class TokenEndpoint implements AutoCloseable {
  private static final String PATH = "/oauth2/token";
  private static final Duration LIFE = Duration.ofHours(1);

  private final HttpServer server;
  private final TokenDesk tokens;
  private final String clientId;
  private final String clientSecret;
  private final String scheme;
  private final List<Map<String, String>> requests = new ArrayList<>();

  TokenEndpoint(
      TokenDesk tokens,
      String clientId,
      String clientSecret,
      @Nullable LoopbackCertificate certificate) {
    this.tokens = tokens;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    scheme = certificate == null ? "http" : "https";
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      server = certificate == null ? HttpServer.create(address, 0) : https(address, certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, this::answer);
    server.start();
  }

  private static HttpServer https(InetSocketAddress address, LoopbackCertificate certificate)
      throws IOException {
    HttpsServer https = HttpsServer.create(address, 0);
    https.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    return https;
  }

  String url() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  /** The forms that were posted. */
  synchronized List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form = form(exchange);
      synchronized (this) {
        requests.add(form);
      }
      if (!"POST".equals(exchange.getRequestMethod())) {
        send(exchange, 405, "{\"error\":\"invalid_request\"}");
      } else if (!"client_credentials".equals(form.get("grant_type"))) {
        send(exchange, 400, "{\"error\":\"unsupported_grant_type\"}");
      } else if (!isClient(exchange)) {
        send(
            exchange,
            401,
            "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}");
      } else {
        send(
            exchange,
            200,
            "{\"access_token\":\""
                + tokens.issue(LIFE)
                + "\",\"token_type\":\"bearer\",\"expires_in\":"
                + LIFE.toSeconds()
                + "}");
      }
    }
  }

  private boolean isClient(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return false;
    }
    String pair =
        new String(
            Base64.getDecoder().decode(header.substring("Basic ".length())),
            StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    return colon >= 0
        && decode(pair.substring(0, colon)).equals(clientId)
        && decode(pair.substring(colon + 1)).equals(clientSecret);
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
