package org.flytekitplugins.jflyte.module.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a server, and does to its requests and answers what networks and clouds do. */
final class FaultyProxy implements AutoCloseable {
  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "content-length", "connection", "expect", "transfer-encoding", "date");

  /** What becomes of a request. */
  interface Fault {
    void answer(FaultyProxy proxy, HttpExchange exchange) throws IOException;
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String target;
  private final Deque<Fault> next = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> credentials = new ArrayList<>();
  private Fault otherwise = pass();

  private FaultyProxy(String target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  static FaultyProxy before(String target) throws IOException {
    return new FaultyProxy(target);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What the next requests meet, one each. */
  synchronized FaultyProxy next(Fault... faults) {
    next.addAll(List.of(faults));
    return this;
  }

  /** What requests meet for which nothing else is said. */
  synchronized FaultyProxy always(Fault fault) {
    otherwise = fault;
    return this;
  }

  /** Methods and paths, in their order. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** The access key and session token of each request. */
  synchronized List<String> credentials() {
    return List.copyOf(credentials);
  }

  static Fault pass() {
    return (proxy, exchange) -> answer(exchange, proxy.forwarded(exchange));
  }

  /** An answer as S3 words them. */
  static Fault error(int status, String code) {
    return (proxy, exchange) -> {
      exchange.getRequestBody().readAllBytes();
      byte[] body =
          ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                  + code
                  + "</Code><Message>It is "
                  + code
                  + "</Message><RequestId>1</RequestId></Error>")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    };
  }

  /** The connection ends while the body goes up. */
  static Fault cutRequest(int after) {
    return (proxy, exchange) -> {
      exchange.getRequestBody().readNBytes(after);
      exchange.close();
    };
  }

  /** The connection ends while the body comes down. */
  static Fault cutAnswer(int after) {
    return (proxy, exchange) -> {
      HttpResponse<byte[]> response = proxy.forwarded(exchange);
      copyHeaders(exchange, response);
      exchange.sendResponseHeaders(response.statusCode(), response.body().length);
      exchange.getResponseBody().write(response.body(), 0, after);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /** The server does it, but nobody is told. */
  static Fault loseAnswer() {
    return (proxy, exchange) -> {
      proxy.forwarded(exchange);
      exchange.close();
    };
  }

  /** A bit falls over on the way down. */
  static Fault flipBit() {
    return (proxy, exchange) -> {
      HttpResponse<byte[]> response = proxy.forwarded(exchange);
      response.body()[response.body().length / 2] ^= 1;
      answer(exchange, response);
    };
  }

  /** A bit falls over on the way up. */
  static Fault flipBitUp() {
    return (proxy, exchange) -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      body[body.length / 2] ^= 1;
      answer(exchange, proxy.forwarded(exchange, body));
    };
  }

  /** A request that has come here, or to a server that hands it on. */
  void handle(HttpExchange exchange) throws IOException {
    Fault fault;
    synchronized (this) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      credentials.add(
          (authorization == null
                  ? "nobody"
                  : authorization.replaceFirst(".*Credential=([^/]+)/.*", "$1"))
              + " "
              + exchange.getRequestHeaders().getFirst("X-Amz-Security-Token"));
      fault = next.isEmpty() ? otherwise : next.remove();
    }
    try {
      fault.answer(this, exchange);
    } finally {
      exchange.close();
    }
  }

  private HttpResponse<byte[]> forwarded(HttpExchange exchange) throws IOException {
    return forwarded(exchange, exchange.getRequestBody().readAllBytes());
  }

  private HttpResponse<byte[]> forwarded(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static void copyHeaders(HttpExchange exchange, HttpResponse<byte[]> response) {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    copyHeaders(exchange, response);
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
