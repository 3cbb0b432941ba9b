package org.flytekitplugins.client.internal.flyte2;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.client.internal.admin.CallSettings;
import org.flytekitplugins.client.internal.admin.FlyteadminCalls;
import org.jspecify.annotations.Nullable;

/**
 * Calls to whichever Flyte answers. flyteadmin is asked first, so that Flyte 1 costs nothing more;
 * only where what answers is none, or nothing does for a while, it is seen whether it is Flyte 2:
 * once, unless nobody can tell, as while a server starts.
 */
public final class EitherFlyte implements FlyteadminCalls {
  // What gRPC makes of a server that knows neither flyteadmin's methods nor, maybe, gRPC.
  private static final Set<Status.Code> NO_FLYTEADMIN =
      Set.of(
          Status.Code.UNIMPLEMENTED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.UNKNOWN);

  private static final long PATIENCE_MILLIS = 1500;

  private final FlyteadminCalls flyteadmin;
  private final Flyte2Client client;
  private final FlyteadminCalls flyte2;
  private volatile @Nullable FlyteadminCalls found;
  private @Nullable CompletableFuture<Boolean> probe;

  private EitherFlyte(FlyteadminCalls flyteadmin, Flyte2Client client) {
    this.flyteadmin = flyteadmin;
    this.client = client;
    this.flyte2 = new Flyte2Flyteadmin(client);
  }

  /**
   * The calls for settings, which may say which Flyte it is.
   *
   * @param flyteadmin who answers if it is Flyte 1
   */
  public static FlyteadminCalls of(FlyteadminCalls flyteadmin, CallSettings settings) {
    Integer said = settings.config().flyte();
    if (said != null && said == 1) {
      return flyteadmin;
    }
    EitherFlyte either =
        new EitherFlyte(
            flyteadmin,
            Flyte2Client.connect(
                settings.config(), settings.tokens(), settings.retries(), settings.listener()));
    if (said != null) {
      either.found = either.flyte2;
    }
    return either;
  }

  @Override
  public <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request) {
    FlyteadminCalls known = found;
    if (known != null) {
      return known.call(method, request);
    }
    CompletableFuture<R> result = new CompletableFuture<>();
    AtomicBoolean asked = new AtomicBoolean();
    // A server that speaks TLS, but not HTTP/2, is tried for long before gRPC gives it up.
    CompletableFuture.delayedExecutor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!result.isDone() && found == null) {
                turnTo2(method, request, result, asked, () -> {});
              }
            });
    var unused =
        flyteadmin
            .call(method, request)
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    found = flyteadmin;
                    result.complete(answer);
                  } else if (found == flyte2 || mayBeFlyte2(failure)) {
                    turnTo2(
                        method,
                        request,
                        result,
                        asked,
                        () -> result.completeExceptionally(failure));
                  } else {
                    result.completeExceptionally(failure);
                  }
                });
    return result;
  }

  /** Asks Flyte 2, once, if it is there. */
  private <Q, R> void turnTo2(
      MethodDescriptor<Q, R> method,
      Q request,
      CompletableFuture<R> result,
      AtomicBoolean asked,
      Runnable otherwise) {
    var unused =
        probe()
            .whenComplete(
                (isFlyte2, broken) -> {
                  if (broken != null || !isFlyte2) {
                    otherwise.run();
                    return;
                  }
                  found = flyte2;
                  if (asked.getAndSet(true)) {
                    return;
                  }
                  var unusedAnswer =
                      flyte2
                          .call(method, request)
                          .whenComplete(
                              (answer, refusal) -> {
                                if (refusal == null) {
                                  result.complete(answer);
                                } else {
                                  result.completeExceptionally(refusal);
                                }
                              });
                });
  }

  private synchronized CompletableFuture<Boolean> probe() {
    // One that has failed has told nothing.
    if (probe == null || probe.isCompletedExceptionally()) {
      probe = client.isFlyte2();
    }
    return probe;
  }

  private static boolean mayBeFlyte2(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof AdminException)
        || !NO_FLYTEADMIN.contains(((AdminException) cause).code())) {
      return false;
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      // Nothing is there at all.
      if (t instanceof ConnectException || t instanceof UnknownHostException) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Backend backend() {
    FlyteadminCalls known = found;
    return known == null ? Backend.FLYTE_1 : known.backend();
  }

  @Override
  public CompletableFuture<Backend> find() {
    if (found != null) {
      return CompletableFuture.completedFuture(backend());
    }
    return probe()
        .handle(
            (isFlyte2, broken) -> {
              if (broken == null && isFlyte2 && found == null) {
                found = flyte2;
              }
              return backend();
            });
  }

  @Override
  public void close() {
    flyteadmin.close();
  }
}
