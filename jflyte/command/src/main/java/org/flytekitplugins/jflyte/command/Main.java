package org.flytekitplugins.jflyte.command;

import org.flytekitplugins.jflyte.execution.PodMain;

/** The main class of the command line. */
public final class Main {
  private Main() {}

  /** Runs a command, as {@link PodMain} does, and ends the process with its exit code. */
  public static void main(String[] args) {
    PodMain.main(args);
  }
}
