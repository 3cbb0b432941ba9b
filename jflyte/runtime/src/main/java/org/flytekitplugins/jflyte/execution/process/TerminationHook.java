package org.flytekitplugins.jflyte.execution.process;

import org.flytekitplugins.jflyte.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Runs when the process ends, whoever ends it. After SIGTERM no write is started, and the process
 * is gone within 5 s with exit code 143. A task that calls {@code System.exit} has failed, whatever
 * its status: it has returned nothing, and were the exit code 0, the attempt would count as done.
 */
public final class TerminationHook extends Thread {
  /** Says why the attempt has failed. */
  public interface Report {
    /**
     * Says it, unless how the attempt ends is decided already; the exit code of whoever decides.
     */
    int afterSystemExit(SystemExitException exit);
  }

  private static final String TERMINATED = "terminated by a signal: nothing more is written";

  private final Decision decision;
  private final ReplicaConsole console;
  private final Report report;
  private volatile @Nullable SystemExitException exit;
  private volatile @Nullable Thread caller;

  private TerminationHook(Decision decision, ReplicaConsole console, Report report) {
    super("jflyte-termination");
    this.decision = decision;
    this.console = console;
    this.report = report;
  }

  /** Is there from now on. */
  public static TerminationHook install(Decision decision, ReplicaConsole console, Report report) {
    TerminationHook hook = new TerminationHook(decision, console, report);
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /** Somebody else's hook takes over. */
  public void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException e) {
      // It runs, and ends the process.
      Pause.forEver();
    }
  }

  /** Called by the thread that ends the process, which is how it is known. */
  @Override
  public synchronized void start() {
    caller = Thread.currentThread();
    // To look for the call takes time, and every pod's own end comes here.
    if (!ProcessEnd.wasBegunBy(caller)) {
      exit = SystemExitException.ofCurrentThread();
    }
    super.start();
  }

  @Override
  public void run() {
    SystemExitException call = exit;
    if (call == null) {
      terminated();
    } else if (!ProcessEnd.hasBegun() && ProcessEnd.isSignalled()) {
      terminatedDuringExit();
    } else if (!ProcessEnd.hasBegun()) {
      failed(call);
    } else {
      Runtime.getRuntime().halt(ProcessEnd.awaitExitCode());
    }
  }

  private void terminated() {
    if (ProcessEnd.hasBegun()) {
      return;
    }
    decision.terminate();
    ProcessEnd.haltAfter(ProcessEnd.AFTER_SIGNAL, ExitCode.TERMINATED);
    console.say(TERMINATED);
  }

  // The process would end with the status of the call, which may be 0.
  private void terminatedDuringExit() {
    decision.terminate();
    console.say(TERMINATED);
    Runtime.getRuntime().halt(ExitCode.TERMINATED);
  }

  private void failed(SystemExitException call) {
    // The thread of a signal that comes now waits for this one, so it cannot be heard of otherwise.
    ProcessEnd.whenSignalled(this::terminatedDuringExit);
    int exitCode = ExitCode.FAILURE;
    try {
      exitCode = report.afterSystemExit(call);
    } finally {
      // Else it would be the task's, and 0 would be a success.
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
