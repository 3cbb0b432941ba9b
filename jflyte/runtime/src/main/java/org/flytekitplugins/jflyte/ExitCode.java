package org.flytekitplugins.jflyte;

/** What the exit code of every command means. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** Not done, or not all of it; the output says what. */
  public static final int FAILURE = 1;

  /** The command line was not understood; nothing was done. */
  public static final int USAGE = 2;

  /** {@code --dry-run} found something that a registration would create or that differs. */
  public static final int DIFFERS = 3;

  /** Training tasks have errors, or warnings where these count too; nothing was written. */
  public static final int FINDINGS = 4;

  /** {@code execute}: the memory that was left did not do to report that there was none. */
  public static final int OUT_OF_MEMORY = 3;

  /** Ended by SIGHUP: the terminal was closed. */
  public static final int HANGUP = 129;

  /** Ended by SIGINT: Ctrl-C. */
  public static final int INTERRUPTED = 130;

  /** Ended by SIGTERM. */
  public static final int TERMINATED = 143;

  private ExitCode() {}
}
