package org.flytekitplugins.jflyte.execution.attempt;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.ErrorExit;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.failure.LostLeaderException;
import org.flytekitplugins.jflyte.execution.failure.NoOutputsException;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.OutOfMemoryHandler;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ProcessEnd;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.execution.process.SystemExitException;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.spi.IgnoreOutputsException;
import org.flytekitplugins.spi.RecoverableException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a replica: {@link Outcome} says what its end means for the job, this class does it. The end
 * of {@code run()}, {@link RelayWatcher} and {@link OutOfMemoryHandler} may all want to, and the
 * first has its way. Whatever happens meanwhile, it gives an exit code or halts the process: nobody
 * else would.
 */
public final class ReplicaEnd {

  private final AttemptFolder folder;
  private final Decision decision;
  private final VerdictWait verdict;
  private final ReplicaConsole console;
  private final ErrorExit errorExit;
  private final Supplier<ReplicaFacts> facts;
  private final Traces traces;
  private final MemoryReserve reserve = new MemoryReserve();

  /**
   * What is left behind to look at, once the documents are written and whatever becomes of it.
   * Nothing of it throws, or takes longer than a few seconds.
   */
  public interface Traces {
    /**
     * Leaves the page of an attempt that this replica has decided.
     *
     * @param error why the attempt has failed; null if it has not
     */
    void decided(@Nullable TaskError error);

    /**
     * Tells how this process ends, where another one draws the page or comes after it.
     *
     * @param exitCode as {@link JobRecord.Run} has it
     */
    default void ended(int exitCode) {}
  }

  /**
   * The end of a replica.
   *
   * @param errorExit how it leaves when it has written why the attempt failed
   * @param facts what is known of the replica by then
   * @param traces what it leaves behind besides the documents
   */
  public ReplicaEnd(
      AttemptFolder folder,
      Decision decision,
      VerdictWait verdict,
      ReplicaConsole console,
      ErrorExit errorExit,
      Supplier<ReplicaFacts> facts,
      Traces traces) {
    this.folder = folder;
    this.decision = decision;
    this.verdict = verdict;
    this.console = console;
    this.errorExit = errorExit;
    this.facts = facts;
    this.traces = traces;
  }

  /** Ends it because {@code run()} has returned; the exit code. */
  public int afterReturn(byte[] outputs) {
    return end(
        () -> {
          ReplicaFacts known = facts.get();
          return known.isElected()
              ? Outcome.ofElected(known, null, folder.verdict(), 0)
              : Outcome.of(known, null, known.isPrimary() ? folder.relay() : null, 0);
        },
        outputs);
  }

  /** Ends it because {@code run()} leaves the outputs to another replica; the exit code. */
  public int afterIgnoredOutputs(String task, IgnoreOutputsException thrown) {
    ReplicaFacts known = facts.get();
    if (known.isPrimary()) {
      return afterFailure(task, new NoOutputsException("the primary " + known.replica(), thrown));
    }
    return end(
        () -> {
          console.say("leaves the outputs to another replica: " + thrown.getMessage());
          return Outcome.ofIgnoredOutputs(known);
        },
        null);
  }

  /** Ends it because another replica has decided the attempt; the exit code. */
  int afterVerdict() {
    return end(() -> new Outcome(Outcome.Action.LEAVE, null, 0), null);
  }

  /** Leaves an attempt that was decided before it started; the exit code. */
  public int afterDecision() {
    return leave(facts.get());
  }

  /** Ends it because it has failed, in whichever thread; the exit code. */
  public int afterFailure(String task, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      reserve.release();
    }
    return end(() -> ofFailure(task, thrown), null);
  }

  /**
   * Ends it because its code has called {@code System.exit}, from the shutdown hook; the exit code.
   * If how it ends is decided already, that of whoever decided it.
   */
  public int afterSystemExit(String task, SystemExitException thrown) {
    return decision.make()
        ? decided(() -> ofFailure(task, thrown), null)
        : ProcessEnd.awaitExitCode();
  }

  private Outcome ofFailure(String task, Throwable thrown) {
    ReplicaFacts known = facts.get();
    console.say("task " + task + " failed", thrown);
    TaskError failure = FailureDocuments.of(thrown, known.replica(), Instant.now());
    int restarts = known.restarts() ? folder.restarts(known.replica()) : 0;
    Outcome outcome = ofFailure(known, failure, restarts);
    // Peers know that one was lost before it has said why. A restart meanwhile would use up the
    // backoff limit, with which the operator ends the job before anybody can read the reason.
    return outcome.action() == Outcome.Action.RESTART
            && failure.origin() == RecoverableException.Origin.SYSTEM
            && verdict.hearsOfAnotherFailure()
        ? ofFailure(known, failure, restarts)
        : outcome;
  }

  private Outcome ofFailure(ReplicaFacts known, TaskError failure, int restarts) {
    return known.isElected()
        ? Outcome.ofElected(known, failure, folder.verdict(), restarts)
        : Outcome.of(known, failure, folder.relay(), restarts);
  }

  /** Ends the primary because another replica has failed; the exit code. */
  public int afterRelay(TaskError relay) {
    return end(
        () -> {
          console.say("ends the attempt, because a replica failed\n" + relay.message());
          return Outcome.of(facts.get(), null, relay, 0);
        },
        null);
  }

  private int end(Supplier<Outcome> outcome, byte @Nullable [] outputs) {
    // A flag that the task has left would keep files from being read and written.
    Thread.interrupted();
    // Then it is for the shutdown hook to say what that means.
    if (ProcessEnd.isUnderWay() || !decision.make()) {
      return Pause.forEver();
    }
    return decided(outcome, outputs);
  }

  private int decided(Supplier<Outcome> outcome, byte @Nullable [] outputs) {
    try {
      if (ProcessEnd.isUnderWay() && ProcessEnd.isSignalled()) {
        return Pause.forEver();
      }
      return carryOut(outcome.get(), outputs);
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

  private int carryOut(Outcome outcome, byte @Nullable [] outputs) {
    ReplicaFacts known = facts.get();
    switch (outcome.action()) {
      case WRITE_OUTPUTS -> {
        folder.writeOutputs(Objects.requireNonNull(outputs));
        traces.decided(null);
        return ExitCode.OK;
      }
      case WRITE_ERROR -> {
        folder.writeError(Objects.requireNonNull(outcome.error()));
        traces.decided(outcome.error());
        return errorExit.code();
      }
      case RESTART -> {
        folder.writeRestarts(known.replica(), outcome.restart());
        traces.ended(ExitCode.FAILURE);
        console.say("exits with 1 to be started again (restart " + outcome.restart() + ")");
        return ExitCode.FAILURE;
      }
      case RELAY -> {
        folder.writeRelay(known.aggregation().named(Objects.requireNonNull(outcome.error())));
        traces.ended(JobRecord.FAILED);
        return verdict.await(known.restartPolicy());
      }
      case WAIT -> {
        traces.ended(JobRecord.FAILED);
        return verdict.await(known.restartPolicy());
      }
      case LEAVE -> {
        traces.ended(ExitCode.OK);
        return leave(known);
      }
      case REPORT -> {
        return report(known, Objects.requireNonNull(outcome.error()));
      }
      case AWAIT_OUTPUTS -> {
        traces.ended(ExitCode.OK);
        return verdict.awaitOutputs() ? accept(known) : carryOut(ofLostLeader(known), null);
      }
      case ACCEPT -> {
        traces.ended(ExitCode.OK);
        return accept(known);
      }
    }
    throw new IllegalStateException(outcome.toString());
  }

  private Outcome ofLostLeader(ReplicaFacts known) {
    LostLeaderException lost = verdict.lostLeader();
    console.say(String.valueOf(lost.getMessage()));
    return Outcome.ofLostLeader(
        known, FailureDocuments.of(lost, known.replica(), Instant.now()), folder.verdict());
  }

  private int report(ReplicaFacts known, TaskError own) {
    SharedReport report = new SharedReport(folder, known, own, console);
    TaskError written = report.write();
    traces.ended(JobRecord.FAILED);
    traces.decided(written);
    verdict.settle();
    TaskError repeated = report.repeat();
    if (repeated != null) {
      traces.decided(repeated);
    }
    verdict.settle();
    return leave(known);
  }

  private int accept(ReplicaFacts known) {
    verdict.acknowledge();
    return leave(known);
  }

  // Where one of several may lead, the first exit with 0 would make the job succeed; a leader that
  // was started again would do so too.
  private int leave(ReplicaFacts known) {
    boolean mayLead = known.isPrimary() || known.isElected();
    if (errorExit.isFailure() && mayLead && folder.hasError()) {
      console.say("the attempt has failed: exit " + errorExit.code());
      return errorExit.code();
    }
    return verdict.leave(known.restartPolicy());
  }
}
