package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.StorageFailures;
import org.flytekitplugins.client.internal.admin.TriedCalls;
import org.flytekitplugins.client.internal.admin.auth.Authorization;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.OtherServer;

/**
 * Puts files into storage, where Flyte has signed that it may be done, each with a deadline and
 * tried again while that may help.
 */
final class StorageCalls {
  /** How S3, and Google's storage likewise, says what is wrong. */
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]+)</Code>");

  private final OtherServer storage;
  private final RetryPolicy retries;
  private final AdminListener listener;
  private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

  StorageCalls(AdminConfig config, RetryPolicy retries, AdminListener listener) {
    this.storage = OtherServer.of(config);
    this.retries = retries;
    this.listener = listener;
  }

  /** Puts a file where nobody asks who does; fails with an AdminException. */
  CompletableFuture<Void> put(UploadLocation location, ByteString content, String md5) {
    URI url = URI.create(location.signedUrl());
    HttpRequest.Builder request =
        storage
            .request(url)
            // To servers without TLS the JDK would ask for HTTP/2, which storage does not speak.
            .version(HttpClient.Version.HTTP_1_1)
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
    HttpRequest put = request.build();
    HttpClient client = clients.computeIfAbsent(url.getAuthority(), host -> storage.client(url));
    return new TriedCalls(
            Authorization.none(),
            retries,
            new StorageFailures(Backend.FLYTE_2, url, storage.proxy(url), retries),
            listener)
        .call("PUT", noToken -> once(client, put));
  }

  private CompletableFuture<Void> once(HttpClient client, HttpRequest put) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(put, HttpResponse.BodyHandlers.ofByteArray());
    return exchange
        .copy()
        .orTimeout(retries.deadline().toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (response, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
                throw HttpFailure.of(failure);
              }
              if (response.statusCode() / 100 != 2) {
                throw HttpFailure.of(status(response));
              }
              return null;
            });
  }

  private static Status status(HttpResponse<byte[]> response) {
    int http = response.statusCode();
    Matcher code = CODE.matcher(new String(response.body(), StandardCharsets.UTF_8));
    return ofHttp(http).withDescription("HTTP " + http + (code.find() ? " " + code.group(1) : ""));
  }

  private static Status ofHttp(int code) {
    return code == 429 || code >= 500
        ? Status.UNAVAILABLE
        : code == 401 || code == 403 ? Status.PERMISSION_DENIED : Status.UNKNOWN;
  }
}
