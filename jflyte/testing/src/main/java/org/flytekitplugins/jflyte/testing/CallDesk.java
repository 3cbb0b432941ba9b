package org.flytekitplugins.jflyte.testing;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.testing.Faults.Verdict;

/** Answers calls when and as the faults want it; no thread waits meanwhile. */
final class CallDesk {
  private final Faults faults;
  private final CallLog log;
  private final ScheduledExecutorService scheduler;

  CallDesk(Faults faults, CallLog log, ScheduledExecutorService scheduler) {
    this.faults = faults;
    this.log = log;
    this.scheduler = scheduler;
  }

  <T> void answer(String method, StreamObserver<T> caller, Supplier<T> work) {
    log.begin(method);
    // A handler makes a caller's cancellation silent; without one the answer would throw.
    ((ServerCallStreamObserver<T>) caller).setOnCancelHandler(() -> {});
    Verdict verdict = faults.next();
    if (verdict.delayNanos() <= 0) {
      answer(verdict, caller, work);
    } else {
      var unused =
          scheduler.schedule(
              () -> answer(verdict, caller, work), verdict.delayNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private <T> void answer(Verdict verdict, StreamObserver<T> caller, Supplier<T> work) {
    try {
      if (verdict.before() != null) {
        throw verdict.before().asRuntimeException();
      }
      T answer = work.get();
      if (verdict.after() != null) {
        throw verdict.after().asRuntimeException();
      }
      log.end();
      caller.onNext(answer);
      caller.onCompleted();
    } catch (StatusRuntimeException refusal) {
      log.end();
      caller.onError(refusal);
    } catch (RuntimeException broken) {
      log.end();
      caller.onError(Status.INTERNAL.withDescription(broken.toString()).asRuntimeException());
    }
  }
}
