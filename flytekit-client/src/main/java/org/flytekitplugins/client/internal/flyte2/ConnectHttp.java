package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.flytekitplugins.client.internal.admin.AnyCertificate;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.HttpsProxy;
import org.flytekitplugins.client.internal.config.Trust;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call over the JDK's HTTP client. What fails does so with a {@link StatusException},
 * in gRPC's codes.
 *
 * @see <a href="https://connectrpc.com/docs/protocol">Connect's protocol</a>
 */
final class ConnectHttp {
  private static final String UNARY = "application/proto";
  private static final String STREAM = "application/connect+proto";

  private final AdminConfig config;
  private final @Nullable HttpsProxy proxy;
  private @Nullable HttpClient client;

  ConnectHttp(AdminConfig config) {
    this.config = config;
    HttpsProxy configured = config.proxy();
    this.proxy =
        configured != null && configured.isFor(config.endpoint().host(), config.endpoint().port())
            ? configured
            : null;
  }

  /**
   * A call with one answer.
   *
   * @param procedure like {@code flyteidl2.task.TaskService/DeployTask}
   */
  CompletableFuture<byte[]> call(
      String procedure, ByteString message, Map<String, String> headers, Duration deadline) {
    HttpRequest request =
        request(procedure, UNARY, message.toByteArray(), headers)
            .header("Connect-Timeout-Ms", String.valueOf(Math.max(1, deadline.toMillis())))
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    CompletableFuture<byte[]> result =
        exchange
            .copy()
            .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
            .handle(
                (response, failure) -> {
                  if (failure != null) {
                    throw HttpFailure.of(failure);
                  }
                  return answer(response);
                });
    return cancelling(result, () -> exchange.cancel(true));
  }

  private static byte[] answer(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw HttpFailure.of(status(response.statusCode(), response.body()));
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith(UNARY)) {
      // A page of somebody who answers anything.
      throw HttpFailure.of(
          Status.UNIMPLEMENTED.withDescription("the answer is of type \"" + type + "\""));
    }
    return response.body();
  }

  /**
   * Whether the protocol is spoken there: a call is answered by a message, or refused in its form.
   * Fails if nobody can tell now: nothing answers, or a proxy does, for a server that is away.
   */
  CompletableFuture<Boolean> isSpokenTo(String procedure, Duration deadline) {
    HttpRequest request =
        request(procedure, UNARY, new byte[0], Map.of()).timeout(deadline).build();
    return client()
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .handle(
            (response, failure) -> {
              if (failure != null) {
                throw HttpFailure.of(failure);
              }
              int code = response.statusCode();
              if (code == 200) {
                return response.headers().firstValue("Content-Type").orElse("").startsWith(UNARY);
              }
              if (ConnectStatus.parse(response.body()).isPresent()) {
                return true;
              }
              if (code == 429 || code >= 500) {
                throw HttpFailure.of(status(code, response.body()));
              }
              return false;
            });
  }

  /**
   * A call with many answers. Whoever cancels the future ends it.
   *
   * @param answers hears of each, by a thread of the connection
   * @return done when the server has ended it
   */
  CompletableFuture<Void> stream(
      String procedure,
      ByteString message,
      Map<String, String> headers,
      Consumer<ByteString> answers) {
    HttpRequest request =
        request(procedure, STREAM, Frame.message(message).toBytes(), headers).build();
    FrameSubscriber frames = new FrameSubscriber(answers);
    CompletableFuture<HttpResponse<Status>> exchange =
        client().sendAsync(request, head -> body(head.statusCode(), frames));
    CompletableFuture<Void> result =
        exchange.handle(
            (response, failure) -> {
              if (failure != null) {
                throw HttpFailure.of(failure);
              }
              if (!response.body().isOk()) {
                throw HttpFailure.of(response.body());
              }
              return null;
            });
    return cancelling(
        result,
        () -> {
          frames.cancel();
          exchange.cancel(true);
        });
  }

  private static BodySubscriber<Status> body(int code, FrameSubscriber frames) {
    return code == 200
        ? frames
        : BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> status(code, bytes));
  }

  private static <T extends @Nullable Object> CompletableFuture<T> cancelling(
      CompletableFuture<T> result, Runnable end) {
    // Of a result that is there already nothing is under way any more.
    var unused =
        result.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                end.run();
              }
            });
    return result;
  }

  private static Status status(int code, byte[] body) {
    return code == 407 ? HttpFailure.refusedByProxy("407") : ConnectStatus.ofAnswer(code, body);
  }

  private HttpRequest.Builder request(
      String procedure, String type, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    (config.insecure() ? "http://" : "https://")
                        + config.endpoint().authority()
                        + "/"
                        + procedure))
            .header("Content-Type", type)
            .header("Connect-Protocol-Version", "1")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    String user = proxy == null ? null : proxy.authorization();
    return user == null ? request : request.header("Proxy-Authorization", user);
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client = open();
    }
    return client;
  }

  private HttpClient open() {
    // In plaintext the JDK would ask to change to HTTP/2, which not every proxy leaves alone.
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(config.insecure() ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2);
    if (proxy != null) {
      builder.proxy(
          ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    } else if (config.proxy() != null || config.insecure()) {
      builder.proxy(HttpClient.Builder.NO_PROXY);
    } // Else that of the JVM, if it has one, as gRPC's client takes it.
    TrustManager @Nullable [] trust = trust();
    if (!config.insecure() && trust != null) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        builder.sslContext(context);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return builder.build();
  }

  private TrustManager @Nullable [] trust() {
    if (config.insecure()) {
      return null;
    }
    return config.insecureSkipVerify()
        ? new TrustManager[] {new AnyCertificate()}
        : Trust.ofFlyteadmin(config);
  }
}
