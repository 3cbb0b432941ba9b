package org.flytekitplugins.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a tracking server by its REST API. MLflow's own client for Java is one jar of 9 MB with
 * libraries in it that have known holes, and waits for answers without end.
 */
final class TrackingServer {
  private static final int LONGEST_MESSAGE = 300;

  private final ServerAddress address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          // Elsewhere is not where the user sends secrets.
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  TrackingServer(ServerAddress address) {
    this.address = address;
  }

  ServerAddress address() {
    return address;
  }

  /** What the server answers. */
  String get(String path, Duration atMost) throws IOException {
    return call(path, HttpRequest.newBuilder().GET(), atMost);
  }

  /** What the server answers to a JSON document. */
  String post(String path, String json, Duration atMost) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .setHeader("Content-Type", "application/json");
    return call(path, request, atMost);
  }

  private String call(String path, HttpRequest.Builder builder, Duration atMost)
      throws IOException {
    URI uri = address.api(path);
    builder.uri(uri).timeout(atMost).setHeader("User-Agent", "flytekit-mlflow");
    String authorization = address.authorization();
    if (authorization != null) {
      builder.setHeader("Authorization", authorization);
    }
    HttpResponse<String> response = await(builder.build(), atMost);
    if (response.statusCode() == 200) {
      return response.body();
    }
    throw new RefusedException(
        response.statusCode(),
        Json.find(response.body(), "error_code"),
        firstLine(Json.find(response.body(), "message")));
  }

  // The request's own timeout ends with the first byte of the answer.
  private HttpResponse<String> await(HttpRequest request, Duration atMost) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    try {
      return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SlowServerException(atMost, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof HttpTimeoutException) {
        throw new SlowServerException(atMost, cause);
      }
      throw new IOException(inWords(cause), cause);
    } finally {
      answer.cancel(true);
    }
  }

  private static String inWords(Throwable cause) {
    if (cause instanceof ConnectException) {
      return "nobody answers there";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }
}
