package org.flytekitplugins.jflyte.execution;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * Ends a replica: {@link Conclusion} says what its end means for the job, this class does it. The
 * end of {@code run()}, {@link RelayWatcher} and {@link OutOfMemoryHandler} may all want to, and
 * the first has its way. Whatever happens meanwhile, it gives an exit code or halts the process:
 * nobody else would.
 */
final class ReplicaEnd {

  private final AttemptFolder folder;
  private final Decision decision;
  private final VerdictWait verdict;
  private final ReplicaConsole console;
  private final Supplier<ReplicaFacts> facts;
  private final Runnable afterDocument;
  private final MemoryReserve reserve = new MemoryReserve();

  /**
   * @param facts what is known of the replica by then
   * @param afterDocument what else there is to leave behind; throws nothing
   */
  ReplicaEnd(
      AttemptFolder folder,
      Decision decision,
      VerdictWait verdict,
      ReplicaConsole console,
      Supplier<ReplicaFacts> facts,
      Runnable afterDocument) {
    this.folder = folder;
    this.decision = decision;
    this.verdict = verdict;
    this.console = console;
    this.facts = facts;
    this.afterDocument = afterDocument;
  }

  /** Ends it because {@code run()} has returned; the exit code. */
  int afterReturn(byte[] outputs) {
    return end(
        () -> {
          ReplicaFacts known = facts.get();
          return Conclusion.of(known, null, known.isPrimary() ? folder.relay() : null, 0);
        },
        outputs);
  }

  /** Ends it because it has failed, in whichever thread; the exit code. */
  int afterFailure(String task, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      reserve.release();
    }
    return end(
        () -> {
          ReplicaFacts known = facts.get();
          console.say("task " + task + " failed", thrown);
          TaskError failure = FailureDocuments.of(thrown, known.replica(), Instant.now());
          int restarts = known.restarts() ? folder.restarts(known.replica()) : 0;
          return Conclusion.of(known, failure, folder.relay(), restarts);
        },
        null);
  }

  /** Ends the primary because another replica has failed; the exit code. */
  int afterRelay(TaskError relay) {
    return end(
        () -> {
          console.say("ends the attempt, because a replica failed\n" + relay.message());
          return Conclusion.of(facts.get(), null, relay, 0);
        },
        null);
  }

  private int end(Supplier<Conclusion> conclusion, byte @Nullable [] outputs) {
    // A flag that the task has left would keep files from being read and written.
    Thread.interrupted();
    if (!decision.make()) {
      return Pause.forEver();
    }
    try {
      if (ProcessEnd.isUnderWay()) {
        return Pause.forEver();
      }
      return carryOut(conclusion.get(), outputs);
    } catch (TerminatedException e) {
      return Pause.forEver();
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY);
      return Pause.forEver();
    } catch (RuntimeException | Error e) {
      console.say("how this replica ended cannot be written: " + e.getMessage() + ": exit 1");
      return ExitCode.FAILURE;
    }
  }

  private int carryOut(Conclusion conclusion, byte @Nullable [] outputs) {
    ReplicaFacts known = facts.get();
    switch (conclusion.action()) {
      case WRITE_OUTPUTS -> {
        folder.writeOutputs(Objects.requireNonNull(outputs));
        afterDocument.run();
        return ExitCode.OK;
      }
      case WRITE_ERROR -> {
        folder.writeError(Objects.requireNonNull(conclusion.error()));
        afterDocument.run();
        return ExitCode.OK;
      }
      case RESTART -> {
        int restarts = folder.restarts(known.replica()) + 1;
        folder.writeRestarts(known.replica(), restarts);
        console.say("exits with 1 to be started again (restart " + restarts + ")");
        return ExitCode.FAILURE;
      }
      case RELAY -> {
        folder.writeRelay(Objects.requireNonNull(conclusion.error()));
        return verdict.await(known.restartPolicy());
      }
      case WAIT -> {
        return verdict.await(known.restartPolicy());
      }
      case STAY, LEAVE -> {
        return verdict.leave(known.restartPolicy());
      }
    }
    throw new IllegalStateException(conclusion.toString());
  }
}
