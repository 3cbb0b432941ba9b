package org.flytekitplugins.client.internal.admin;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import org.flytekitplugins.client.internal.config.HttpsProxy;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * What it means that a file does not get into storage, to which Flyte has signed the way: another
 * server than Flyte's own, whose host the user has named nowhere.
 */
public final class StorageFailures implements TryFailures {
  private final Backend backend;
  private final URI url;
  private final @Nullable HttpsProxy proxy;
  private final RetryPolicy retries;

  /**
   * @param backend who has signed
   * @param url where the file goes; what is signed is not repeated
   * @param proxy on the way there; null for none that anybody has named
   * @param retries how often it is tried
   */
  public StorageFailures(
      Backend backend, URI url, @Nullable HttpsProxy proxy, RetryPolicy retries) {
    this.backend = backend;
    this.url = url;
    this.proxy = proxy;
    this.retries = retries;
  }

  @Override
  public boolean isRetryable(Status status) {
    return status.getCode() == Status.Code.DEADLINE_EXCEEDED
        || (status.getCode() == Status.Code.UNAVAILABLE
            && CallFailures.distrust(status) == null
            && !CallFailures.isRefusedByProxy(status));
  }

  @Override
  public int tries(Status status) {
    // A name that is not known now is hardly known within seconds; but resolvers do hiccup.
    return CallFailures.find(status, UnknownHostException.class) == null
        ? retries.tries()
        : Math.min(4, retries.tries());
  }

  @Override
  public String reason(Status status) {
    @Nullable String way = proxyFailure(status);
    if (way != null) {
      return way;
    }
    if (CallFailures.find(status, UnknownHostException.class) != null) {
      return "the host \"" + url.getHost() + "\" is not known";
    }
    if (CallFailures.find(status, ConnectException.class) != null) {
      return "nothing listens at " + url.getAuthority();
    }
    return status.getCode() == Status.Code.DEADLINE_EXCEEDED
        ? "no answer of the storage within " + DurationText.limit(retries.deadline())
        : "the storage: " + CallFailures.quoted(status);
  }

  @Override
  public AdminException exception(String call, Status status, int tried, String tokenRemedy) {
    @Nullable String everywhere = everyFile(status, tried);
    return new AdminException(
        backend,
        everywhere == null
            ? storage() + " did not take the file (" + CallFailures.quoted(status) + ")"
            : everywhere,
        status.getCode(),
        everywhere != null,
        tried,
        status.asException());
  }

  private String storage() {
    return "the storage at " + url.getAuthority() + ", for which " + backend.words() + " signs,";
  }

  /** Why no file would get there, with what to do; null if it may be this one's fault. */
  private @Nullable String everyFile(Status status, int tried) {
    @Nullable String way = proxyFailure(status);
    if (way != null && proxy != null) {
      return CallFailures.onTheWay(way, "the storage at " + url.getAuthority(), proxy, true);
    }
    if (CallFailures.find(status, UnknownHostException.class) != null) {
      return "the host \""
          + url.getHost()
          + "\" of the storage for which "
          + backend.words()
          + " signs is not known here: let it sign for a name that is, or make this one known";
    }
    if (CallFailures.find(status, ConnectException.class) != null) {
      return "nothing listens at "
          + url.getAuthority()
          + ", the storage for which "
          + backend.words()
          + " signs: see that it runs and can be reached from here, or let "
          + backend.words()
          + " sign for another address";
    }
    @Nullable Exception distrust = CallFailures.distrust(status);
    if (distrust != null) {
      return "the certificate of "
          + storage()
          + " is not trusted ("
          + CallFailures.oneLine(String.valueOf(distrust.getMessage()))
          + "): name its authority by SSL_CERT_FILE, or look at the host's name";
    }
    switch (status.getCode()) {
      case DEADLINE_EXCEEDED:
        return storage()
            + " did not take the file within "
            + DurationText.limit(retries.deadline())
            + ", "
            + CallFailures.times(tried)
            + ": look at the storage and at the network, or try again";
      case UNAVAILABLE:
        return storage()
            + " was not available for the file, "
            + CallFailures.times(tried)
            + " ("
            + CallFailures.quoted(status)
            + "): try again when it is";
      case PERMISSION_DENIED:
        return storage()
            + " does not take what it has signed ("
            + CallFailures.quoted(status)
            + "): look at its credentials for the storage, and at its clock";
      default:
        return null;
    }
  }

  private @Nullable String proxyFailure(Status status) {
    return proxy == null ? null : CallFailures.proxyFailure(status, proxy);
  }

  /** Nobody asks for one. */
  @Override
  public Throwable noToken(Throwable failure) {
    return failure;
  }
}
