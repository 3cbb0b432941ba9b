package org.flytekitplugins.client.internal.admin;

import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.flytekitplugins.client.internal.admin.auth.UnreachableTokensException;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.client.internal.config.HttpsProxy;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** What a failed try means: whether another one may help, and what to tell the user. */
public final class CallFailures implements TryFailures {
  // The codes that gRPC gives to calls that nobody has answered.
  private static final Set<Status.Code> SILENT =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.CANCELLED);

  // What gRPC makes of an answer to CONNECT that is no success.
  private static final Pattern REFUSED_BY_PROXY =
      Pattern.compile("from proxy was not successful \\(expected 2xx, got ([0-9]{3})");

  private final Backend backend;
  private final AdminConfig config;
  private final RetryPolicy retries;
  private volatile boolean answered;

  /**
   * @param backend whose they are
   * @param config where it is
   * @param retries how often it is called
   */
  public CallFailures(Backend backend, AdminConfig config, RetryPolicy retries) {
    this.backend = backend;
    this.config = config;
    this.retries = retries;
  }

  /** Remembers that what listens there speaks the protocol, once it has answered. */
  @Override
  public void tried(Status status) {
    answered |= !SILENT.contains(status.getCode());
  }

  /**
   * Whether the same call may succeed later. INTERNAL is how flyteadmin before 1.15 refuses a
   * workflow that does not compile, which no other try changes; RESOURCE_EXHAUSTED is how servers
   * and proxies say that there are too many calls, but also that a message is too large. Flyte 2
   * says INTERNAL for whatever it has found wrong.
   */
  @Override
  public boolean isRetryable(Status status) {
    switch (status.getCode()) {
      case UNAVAILABLE:
        return !isMixUp(status) && distrust(status) == null && !isRefusedByProxy(status);
      case DEADLINE_EXCEEDED:
        return true;
      case INTERNAL:
        return backend == Backend.FLYTE_1
            && !isMixUp(status)
            && !message(status).startsWith("failed to compile workflow");
      case RESOURCE_EXHAUSTED:
        return !isTooLarge(message(status));
      default:
        return false;
    }
  }

  /** A proxy's 4xx, as for a host that it lets nobody reach; a 5xx may be another one soon. */
  static boolean isRefusedByProxy(Status status) {
    Matcher refusal = REFUSED_BY_PROXY.matcher(message(status));
    return refusal.find() && refusal.group(1).startsWith("4");
  }

  @Override
  public int tries(Status status) {
    // Neither a name nor a protocol that is not there now appears within seconds; but resolvers do
    // hiccup, and a server that is just being started closes connections too.
    return find(status, UnknownHostException.class) != null || isClosedUnanswered(status)
        ? Math.min(4, retries.tries())
        : retries.tries();
  }

  @Override
  public String reason(Status status) {
    @Nullable String way = proxyFailure(status);
    if (way != null) {
      return way;
    }
    if (find(status, UnknownHostException.class) != null) {
      return "the host \"" + config.endpoint().host() + "\" is not known";
    }
    if (find(status, ConnectException.class) != null) {
      return "nothing listens at " + config.endpoint();
    }
    if (isClosedUnanswered(status)) {
      return config.endpoint() + " closed the connection";
    }
    return status.getCode() == Status.Code.DEADLINE_EXCEEDED
        ? "no answer within " + DurationText.limit(retries.deadline())
        : quoted(status);
  }

  @Override
  public AdminException exception(String call, Status status, int tried, String tokenRemedy) {
    Status.Code code = status.getCode();
    StatusException cause = status.asException();
    String server = backend.words() + " at " + config.endpoint();
    @Nullable String unreachable = unreachable(status);
    if (unreachable != null) {
      return new AdminException(backend, unreachable, code, true, tried, cause);
    }
    switch (code) {
      case UNAUTHENTICATED:
        return new AdminException(
            backend,
            server
                + " refused "
                + call
                + " for want of a good token ("
                + quoted(status)
                + "): "
                + tokenRemedy,
            code,
            true,
            tried,
            cause);
      case PERMISSION_DENIED:
        return new AdminException(
            backend,
            server
                + " does not permit "
                + call
                + " to whom the token is for ("
                + quoted(status)
                + "): ask for the permission, or use another token",
            code,
            true,
            tried,
            cause);
      case UNIMPLEMENTED:
        return new AdminException(
            backend,
            "what answers at "
                + config.endpoint()
                + " is not a "
                + backend.what()
                + ", which has "
                + call
                + " ("
                + quoted(status)
                + "): look at the endpoint, and at the version of the platform",
            code,
            true,
            tried,
            cause);
      case DEADLINE_EXCEEDED:
        return new AdminException(
            backend,
            server
                + " did not answer "
                + call
                + " within "
                + DurationText.limit(retries.deadline())
                + ", "
                + times(tried)
                + ": look at the server and at the network, or try again",
            code,
            true,
            tried,
            cause);
      case UNAVAILABLE:
        return new AdminException(
            backend,
            server
                + " was not available for "
                + call
                + ", "
                + times(tried)
                + " ("
                + quoted(status)
                + "): try again when it is",
            code,
            true,
            tried,
            cause);
      default:
        return new AdminException(
            backend,
            server
                + " answered "
                + call
                + " with "
                + code
                + (tried > 1 ? ", " + times(tried) : "")
                + ": "
                + quoted(status),
            code,
            false,
            tried,
            cause);
    }
  }

  /** As if Flyte were away, if whoever gives tokens is. */
  @Override
  public Throwable noToken(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof SentenceException
        ? new AdminException(
            backend,
            String.valueOf(cause.getMessage()),
            cause instanceof UnreachableTokensException
                ? Status.Code.UNAVAILABLE
                : Status.Code.UNAUTHENTICATED,
            true,
            0,
            cause)
        : cause;
  }

  private @Nullable String unreachable(Status status) {
    String endpoint = config.endpoint().toString();
    @Nullable HttpsProxy proxy = config.proxy();
    @Nullable String way = proxyFailure(status);
    if (way != null && proxy != null) {
      // Flyte 2 is spoken to by the JDK's client.
      return onTheWay(way, endpoint, proxy, backend == Backend.FLYTE_2);
    }
    if (find(status, UnknownHostException.class) != null) {
      return "the host \""
          + config.endpoint().host()
          + "\" of "
          + backend.words()
          + " is not known: look at "
          + AdminConfigReader.URL
          + " or admin.endpoint, which is "
          + endpoint;
    }
    if (find(status, ConnectException.class) != null) {
      return "nothing listens at "
          + endpoint
          + ", where "
          + backend.words()
          + " should be: look at "
          + AdminConfigReader.URL
          + " or admin.endpoint, and"
          + " whether the server runs";
    }
    if (isMixUp(status) || isClosedUnanswered(status)) {
      return config.insecure()
          ? "what listens at "
              + endpoint
              + " does not answer "
              + backend.protocol()
              + " in plaintext, and may want TLS: set "
              + AdminConfigReader.INSECURE
              + "=false, or look at the port"
          : "what listens at "
              + endpoint
              + " does not speak TLS: set "
              + AdminConfigReader.INSECURE
              + "=true if it is meant to be"
              + " plaintext, or look at the port";
    }
    @Nullable Exception distrust = distrust(status);
    if (distrust != null) {
      return "the certificate of "
          + endpoint
          + " is not trusted ("
          + oneLine(String.valueOf(distrust.getMessage()))
          + "): name its authority by admin.caCertFilePath in Flyte's configuration, or look at the"
          + " host's name";
    }
    return null;
  }

  private @Nullable String proxyFailure(Status status) {
    @Nullable HttpsProxy proxy = config.proxy();
    return proxy == null || !proxy.isFor(config.endpoint().host(), config.endpoint().port())
        ? null
        : proxyFailure(status, proxy);
  }

  /**
   * What {@link #proxyFailure(Status, HttpsProxy)} has said, as a sentence.
   *
   * @param server whom the proxy should lead to
   * @param isJavas whether the JDK's client speaks to it, which keeps passwords to itself
   */
  static String onTheWay(String failure, String server, HttpsProxy proxy, boolean isJavas) {
    return failure
        + ", on the way to "
        + server
        + ": look at "
        + proxy.source()
        + ", or name the host in NO_PROXY"
        + (isJavas && failure.contains(" with 407") && proxy.user() != null
            ? ", and let Java send the password, by"
                + " -Djdk.http.auth.tunneling.disabledSchemes= in JAVA_TOOL_OPTIONS"
            : "");
  }

  /** What went wrong between here and the proxy, or in it; null for nothing that is known. */
  static @Nullable String proxyFailure(Status status, HttpsProxy proxy) {
    if (find(status, UnknownHostException.class) != null) {
      return "nobody knows the host of the proxy " + proxy;
    }
    if (find(status, ConnectException.class) != null) {
      return "nothing listens at the proxy " + proxy;
    }
    Matcher refusal = REFUSED_BY_PROXY.matcher(message(status));
    return refusal.find()
        ? "the proxy "
            + proxy
            + " refuses with "
            + refusal.group(1)
            + (refusal.group(1).equals("407") ? ", because it wants a user and a password" : "")
        : null;
  }

  /** Whether one side speaks TLS and the other does not, beyond doubt. */
  private boolean isMixUp(Status status) {
    if (config.insecure()) {
      // What is not HTTP/2 at all, like an HTTP/1 server's "400 Bad Request".
      return !answered
          && status.getCode() == Status.Code.INTERNAL
          && status.getCause() instanceof IOException;
    }
    @Nullable SSLException failure = find(status, SSLException.class);
    return failure != null
        && String.valueOf(failure.getMessage()).contains("Unsupported or unrecognized SSL message");
  }

  /** Whether the connection was closed, as servers of TLS do with plaintext. */
  private boolean isClosedUnanswered(Status status) {
    return config.insecure()
        && !answered
        && status.getCode() == Status.Code.UNAVAILABLE
        && status.getCause() == null
        && message(status).startsWith("End of stream");
  }

  static @Nullable Exception distrust(Status status) {
    @Nullable Exception certificate = find(status, CertificateException.class);
    return certificate != null ? certificate : find(status, SSLPeerUnverifiedException.class);
  }

  static boolean isTooLarge(String words) {
    String message = words.toLowerCase(Locale.ROOT);
    return message.contains("larger than max") || message.contains("exceeds maximum");
  }

  static <T extends Throwable> @Nullable T find(Status status, Class<T> type) {
    for (Throwable t = status.getCause(); t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }

  private static String message(Status status) {
    return status.getDescription() == null ? "" : status.getDescription();
  }

  /** The server's words in one line, cut to a length that can be read. */
  static String oneLine(String words) {
    String line = words.strip().replaceAll("\\s+", " ");
    return line.length() <= 600 ? line : line.substring(0, 600) + "…";
  }

  static String quoted(Status status) {
    String words = oneLine(message(status));
    return words.isEmpty() ? status.getCode().toString() : words;
  }

  static String times(int tried) {
    return tried == 1 ? "at the only try" : "at " + tried + " tries";
  }
}
