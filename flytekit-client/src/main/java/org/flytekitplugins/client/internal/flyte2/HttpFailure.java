package org.flytekitplugins.client.internal.flyte2;

import io.grpc.Status;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What the JDK's HTTP client fails with, in gRPC's codes. */
final class HttpFailure {
  /** What the JDK says of a proxy that lets nobody through. */
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: ([0-9]{3})");

  private HttpFailure() {}

  /** A failure that has this status. */
  static CompletionException of(Status status) {
    return new CompletionException(status.asException());
  }

  /** What the client failed with, as a failure that has a status. */
  static CompletionException of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return of(status(cause));
  }

  /** In the words of gRPC's client, which has a proxy's answer in them. */
  static Status refusedByProxy(String code) {
    return Status.UNAVAILABLE.withDescription(
        "the answer from proxy was not successful (expected 2xx, got " + code + ")");
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
