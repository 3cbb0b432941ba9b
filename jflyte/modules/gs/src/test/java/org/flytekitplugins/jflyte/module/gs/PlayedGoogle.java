package org.flytekitplugins.jflyte.module.gs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.flytekitplugins.jflyte.module.blob.StoredChecksum;

/**
 * Google's storage with room for one blob, which may say nothing when that is written.
 *
 * @see <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads">Sessions</a>
 */
final class PlayedGoogle implements AutoCloseable {
  private static final int RESUME = 308;
  private static final int PRECONDITION_FAILED = 412;

  private final HttpServer server;
  private final List<String> requests = new ArrayList<>();
  private ByteArrayOutputStream session = new ByteArrayOutputStream();
  private byte[] blob;
  private boolean losesAnswer;

  private PlayedGoogle() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  static PlayedGoogle start() throws IOException {
    return new PlayedGoogle();
  }

  Map<String, String> environment() {
    return Map.of(GsClients.EMULATOR, address());
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The blob will be written, but nobody is told. */
  synchronized void loseAnswer() {
    losesAnswer = true;
  }

  /** Methods, and what their requests were about. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.startsWith("/session")) {
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        requests.add("PUT " + (range.startsWith("bytes */") ? "nothing" : "bytes"));
        put(exchange, range, body);
      } else if (query.contains("uploadType=resumable")) {
        requests.add("POST session");
        session = new ByteArrayOutputStream();
        exchange.getResponseHeaders().set("Location", address() + "/session");
        answer(exchange, 200, new byte[0]);
      } else if (query.contains("uploadType=multipart")) {
        requests.add("POST blob");
        if (query.contains("ifGenerationMatch=0") && blob != null) {
          answer(exchange, PRECONDITION_FAILED, new byte[0]);
        } else {
          write(exchange, secondPart(exchange, body));
        }
      } else if (blob == null) {
        requests.add("GET nothing");
        answer(exchange, 404, new byte[0]);
      } else {
        boolean isContent = query.contains("alt=media");
        requests.add(isContent ? "GET content" : "GET blob");
        answer(exchange, 200, isContent ? blob : json());
      }
    }
  }

  /** Like {@code bytes 0-8388607/*}, with the size in place of the asterisk once it is known. */
  private void put(HttpExchange exchange, String range, byte[] body) throws IOException {
    if (range.startsWith("bytes */") && blob != null && blob.length == session.size()) {
      answer(exchange, 200, json());
      return;
    }
    session.write(body);
    if (range.endsWith("/" + session.size())) {
      write(exchange, session.toByteArray());
      return;
    }
    if (session.size() > 0) {
      exchange.getResponseHeaders().set("Range", "bytes=0-" + (session.size() - 1));
    }
    exchange.sendResponseHeaders(RESUME, -1);
  }

  private void write(HttpExchange exchange, byte[] content) throws IOException {
    blob = content;
    if (losesAnswer) {
      losesAnswer = false;
      return;
    }
    answer(exchange, 200, json());
  }

  /** Behind the description of the blob, and before the last boundary. */
  private static byte[] secondPart(HttpExchange exchange, byte[] body) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    String boundary = "--" + type.replaceFirst(".*boundary=\"?([^\";]+).*", "$1");
    String all = new String(unzipped(exchange, body), StandardCharsets.ISO_8859_1);
    int second = all.indexOf(boundary, all.indexOf(boundary) + 1);
    int from = all.indexOf("\r\n\r\n", second) + 4;
    return all.substring(from, all.indexOf("\r\n" + boundary, from))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] unzipped(HttpExchange exchange, byte[] body) throws IOException {
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
        : body;
  }

  private byte[] json() {
    CRC32C checksum = new CRC32C();
    checksum.update(blob);
    return """
        {"kind": "storage#object", "bucket": "staging", "name": "blob", "generation": "1",
         "size": "%d", "crc32c": "%s"}
        """
        .formatted(blob.length, StoredChecksum.base64(checksum))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
