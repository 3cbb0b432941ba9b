package org.flytekitplugins.jflyte.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What stands before a played Flyte 2: it hands calls on, fails some, and cuts streams. */
final class Gateway implements AutoCloseable {
  private record Fault(int http, String code, int times) {}

  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final int port;
  private volatile int mostFrames = Integer.MAX_VALUE;

  /**
   * Begins to listen.
   *
   * @param port that of Flyte
   */
  Gateway(int port) throws IOException {
    this.port = port;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "dns:///127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * The next calls of a method fail, in connect's form.
   *
   * @param method like {@code Enqueue}
   */
  void fail(String method, int times, int http, String code) {
    faults.put(method, new Fault(http, code, times));
  }

  /** Streams are cut when so many frames of each have been handed on. */
  void cutStreamsAfter(int frames) {
    mostFrames = frames;
  }

  /** How many calls of a method there were, those that failed too. */
  int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = path.substring(path.lastIndexOf('/') + 1);
    calls.merge(method, 1, Integer::sum);
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fault fault =
          faults.computeIfPresent(
              method, (name, one) -> new Fault(one.http(), one.code(), one.times() - 1));
      if (fault != null && fault.times() >= 0) {
        byte[] refusal =
            ("{\"code\":\"" + fault.code() + "\",\"message\":\"not now\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(fault.http(), refusal.length);
        exchange.getResponseBody().write(refusal);
        return;
      }
      handOn(exchange, path, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handOn(HttpExchange exchange, String path, byte[] body)
      throws IOException, InterruptedException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    response
        .headers()
        .firstValue("Content-Type")
        .ifPresent(answered -> exchange.getResponseHeaders().set("Content-Type", answered));
    exchange.sendResponseHeaders(response.statusCode(), 0);
    try (InputStream in = response.body();
        OutputStream out = exchange.getResponseBody()) {
      if (type.startsWith("application/connect")) {
        handOnFrames(new DataInputStream(in), out);
      } else {
        in.transferTo(out);
      }
    }
  }

  private void handOnFrames(DataInputStream in, OutputStream out) throws IOException {
    for (int frames = 0; frames < mostFrames; frames++) {
      int flags = in.read();
      if (flags < 0) {
        return;
      }
      byte[] content = new byte[in.readInt()];
      in.readFully(content);
      DataOutputStream frame = new DataOutputStream(out);
      frame.write(flags);
      frame.writeInt(content.length);
      frame.write(content);
      frame.flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
