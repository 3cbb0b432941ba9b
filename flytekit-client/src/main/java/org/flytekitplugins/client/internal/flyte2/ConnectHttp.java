package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
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

  /** What the JDK says of a proxy that lets nobody through. */
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: ([0-9]{3})");

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
                    throw failed(failure);
                  }
                  return answer(response);
                });
    return cancelling(result, () -> exchange.cancel(true));
  }

  private static byte[] answer(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw failed(status(response.statusCode(), response.body()));
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith(UNARY)) {
      // A page of somebody who answers anything.
      throw failed(Status.UNIMPLEMENTED.withDescription("the answer is of type \"" + type + "\""));
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
                throw failed(failure);
              }
              int code = response.statusCode();
              if (code == 200) {
                return response.headers().firstValue("Content-Type").orElse("").startsWith(UNARY);
              }
              if (ConnectStatus.parse(response.body()).isPresent()) {
                return true;
              }
              if (code == 429 || code >= 500) {
                throw failed(status(code, response.body()));
              }
              return false;
            });
  }

  /** Puts a file where nobody asks who does. */
  CompletableFuture<Void> put(UploadLocation location, ByteString content, String md5) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(location.signedUrl()))
            .header("Content-MD5", md5)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content.toByteArray()));
    location
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("Content-Length")) {
                request.setHeader(name, value);
              }
            });
    return client()
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
        .handle(
            (response, failure) -> {
              if (failure != null) {
                throw failed(failure);
              }
              if (response.statusCode() / 100 != 2) {
                throw failed(
                    Status.UNKNOWN.withDescription(
                        "the storage answered with HTTP " + response.statusCode()));
              }
              return null;
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
                throw failed(failure);
              }
              if (!response.body().isOk()) {
                throw failed(response.body());
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
    return code == 407 ? refusedByProxy("407") : ConnectStatus.ofAnswer(code, body);
  }

  /** In the words of gRPC's client, which has a proxy's answer in them. */
  private static Status refusedByProxy(String code) {
    return Status.UNAVAILABLE.withDescription(
        "the answer from proxy was not successful (expected 2xx, got " + code + ")");
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

  private static CompletionException failed(Status status) {
    return new CompletionException(status.asException());
  }

  private static CompletionException failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return failed(status(cause));
  }

  private static Status status(Throwable failure) {
    String words = String.valueOf(failure.getMessage());
    Matcher tunnel = NO_TUNNEL.matcher(words);
    if (tunnel.find()) {
      return refusedByProxy(tunnel.group(1));
    }
    if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
      return Status.DEADLINE_EXCEEDED.withCause(failure);
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return Status.UNAVAILABLE.withCause(new UnknownHostException(words));
      }
      if (t instanceof EOFException || t instanceof SSLException) {
        break;
      }
      if (t instanceof ProtocolException) {
        // What answers is not HTTP.
        return Status.INTERNAL.withCause(failure).withDescription(words);
      }
    }
    if (isClosed(failure)) {
      return Status.UNAVAILABLE.withDescription("End of stream");
    }
    if (failure instanceof IOException) {
      return Status.UNAVAILABLE.withCause(failure).withDescription(words);
    }
    return Status.UNKNOWN.withCause(failure).withDescription(words);
  }

  private static boolean isClosed(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SSLException) {
        return false;
      }
      if (t instanceof EOFException) {
        return true;
      }
    }
    return String.valueOf(failure.getMessage()).contains("received no bytes");
  }
}
