package org.flytekitplugins.jflyte.execution;

import org.flytekitplugins.jflyte.ExitCode;

/**
 * Runs when the process ends, whoever ends it. After SIGTERM no write is started, and the process
 * is gone within 5 s with exit code 143. A task that calls {@code System.exit} has not returned
 * anything: were its exit code 0, the job would count as done.
 */
final class TerminationHook extends Thread {

  private final Decision decision;
  private final ReplicaConsole console;

  private TerminationHook(Decision decision, ReplicaConsole console) {
    super("jflyte-termination");
    this.decision = decision;
    this.console = console;
  }

  static void install(Decision decision, ReplicaConsole console) {
    Runtime.getRuntime().addShutdownHook(new TerminationHook(decision, console));
  }

  @Override
  public void run() {
    if (ProcessEnd.hasBegun()) {
      return;
    }
    decision.terminate();
    if (isSignalled()) {
      ProcessEnd.haltAfter(ProcessEnd.AFTER_SIGNAL, ExitCode.TERMINATED);
      console.say("terminated by a signal: nothing more is written");
    } else {
      console.say(
          "the task ended the process with System.exit, which says nothing about the attempt: exit"
              + " code 1; return from run() or throw instead");
      Runtime.getRuntime().halt(ExitCode.FAILURE);
    }
  }

  // The JVM handles a signal in a thread of this name, which now waits for the hooks.
  private static boolean isSignalled() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 64];
    int count = root.enumerate(threads);
    for (int i = 0; i < count; i++) {
      String name = threads[i].getName();
      if (name.startsWith("SIG") && name.endsWith(" handler")) {
        return true;
      }
    }
    return false;
  }
}
