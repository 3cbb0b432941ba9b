package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.Fields;
import org.flytekitplugins.client.internal.flyte2.Frame;
import org.flytekitplugins.client.internal.flyte2.MalformedMessageException;
import org.flytekitplugins.client.internal.flyte2.Procedure;

/**
 * The connect protocol, as a server speaks it, and the storage's signed addresses.
 *
 * @see <a href="https://connectrpc.com/docs/protocol">Connect's protocol</a>
 */
final class Flyte2Http implements HttpHandler {
  static final String UPLOADS = "/uploads/";
  static final String DOWNLOADS = "/downloads/";
  private static final String UNARY = "application/proto";
  private static final String STREAM = "application/connect+proto";

  private final Flyte2Services services;
  private final Flyte2Files files;
  private final Faults faults;
  private final CallLog calls;
  private final Flyte2Tokens tokens;

  /**
   * @param tokens that calls may have to come with
   */
  Flyte2Http(
      Flyte2Services services,
      Flyte2Files files,
      Faults faults,
      CallLog calls,
      Flyte2Tokens tokens) {
    this.services = services;
    this.files = files;
    this.faults = faults;
    this.calls = calls;
    this.tokens = tokens;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      try {
        if (path.startsWith(UPLOADS) && "PUT".equals(exchange.getRequestMethod())) {
          Flyte2Files.write(files.uploaded(path.substring(UPLOADS.length())), body);
          send(exchange, 200, "text/plain", new byte[0]);
        } else if (path.startsWith(DOWNLOADS)) {
          send(
              exchange,
              200,
              "text/html",
              Files.readAllBytes(files.downloaded(path.substring(DOWNLOADS.length()))));
        } else if (path.equals("/healthz") || path.equals("/readyz")) {
          send(exchange, 200, "text/plain", "OK".getBytes(StandardCharsets.UTF_8));
        } else {
          call(exchange, path.substring(1), body);
        }
      } catch (StatusRuntimeException e) {
        refuse(exchange, e.getStatus());
      } catch (MalformedMessageException e) {
        refuse(exchange, Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
      } catch (RuntimeException e) {
        refuse(exchange, Status.INTERNAL.withDescription(e.toString()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void call(HttpExchange exchange, String procedure, byte[] body)
      throws IOException, InterruptedException {
    MessageLite metadata = tokens.metadata(procedure);
    if (metadata != null) {
      send(exchange, 200, UNARY, metadata.toByteArray());
      return;
    }
    requireToken(exchange);
    calls.begin(procedure.substring(procedure.indexOf('/') + 1));
    Faults.Verdict verdict = faults.next();
    try {
      if (verdict.delayNanos() > 0) {
        TimeUnit.NANOSECONDS.sleep(verdict.delayNanos());
      }
      if (verdict.before() != null) {
        throw verdict.before().asRuntimeException();
      }
      if (procedure.equals(Procedure.WATCH_FOR_UPDATES)) {
        requireType(exchange, STREAM);
        ByteString message = ByteString.copyFrom(body, 5, body.length - 5);
        exchange.getResponseHeaders().set("Content-Type", STREAM);
        exchange.sendResponseHeaders(200, 0);
        watch(ActionKey.of(Fields.parse(message).message(1)), exchange.getResponseBody());
        return;
      }
      requireType(exchange, UNARY);
      Fields answer = services.answer(procedure, Fields.parse(body));
      if (verdict.after() != null) {
        throw verdict.after().asRuntimeException();
      }
      send(exchange, 200, UNARY, answer.toByteArray());
    } finally {
      calls.end();
    }
  }

  /** Errors of a stream are in its last frame. */
  private void watch(ActionKey parent, OutputStream out) throws IOException, InterruptedException {
    String last = "{}";
    try {
      new Flyte2Watch(services.runs(), parent).run(frame -> write(out, frame));
    } catch (StatusRuntimeException e) {
      last = "{\"error\":" + json(e.getStatus()) + "}";
    }
    write(out, Frame.last(ByteString.copyFromUtf8(last)));
  }

  private static void write(OutputStream out, Frame frame) throws IOException {
    out.write(frame.toBytes());
    out.flush();
  }

  private void requireToken(HttpExchange exchange) {
    if (!tokens.accepts(exchange.getRequestHeaders().getFirst("Authorization"))) {
      calls.refuse();
      throw Status.UNAUTHENTICATED.withDescription("token is missing or bad").asRuntimeException();
    }
  }

  private static void requireType(HttpExchange exchange, String type) throws IOException {
    if (!type.equals(exchange.getRequestHeaders().getFirst("Content-Type"))
        || !"POST".equals(exchange.getRequestMethod())) {
      throw Status.UNIMPLEMENTED.asRuntimeException();
    }
  }

  private static void refuse(HttpExchange exchange, Status status) throws IOException {
    if (status.getCode() == Status.Code.UNIMPLEMENTED) {
      send(exchange, 404, "text/plain", "404 page not found\n".getBytes(StandardCharsets.UTF_8));
    } else {
      send(
          exchange,
          httpCode(status.getCode()),
          "application/json",
          json(status).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static int httpCode(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      default -> 500;
    };
  }

  private static String json(Status status) {
    String words = status.getDescription() == null ? "" : status.getDescription();
    return "{\"code\":\""
        + status.getCode().name().toLowerCase(Locale.ROOT)
        + "\",\"message\":\""
        + words.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ")
        + "\"}";
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
