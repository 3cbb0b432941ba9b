package org.flytekitplugins.pytorch;

import java.util.List;
import org.flytekitplugins.pytorch.internal.python.PythonFailure;
import org.flytekitplugins.spi.RecoverableException;

/**
 * Turns the failure of a Python process into an exception. Another try may help where the script
 * says so, where a signal has ended it, and where a peer was lost, which is the platform's failure.
 */
final class PythonFailures {
  private PythonFailures() {}

  /**
   * The exception.
   *
   * @param script its name, for a process that has no rank
   * @param hasPeers whether there is anybody who can have been lost
   * @param lastLines what was printed in the end
   */
  static RuntimeException of(
      PythonFailure failure, String script, boolean hasPeers, List<String> lastLines) {
    String who = failure.rank() == null ? script : "rank " + failure.rank();
    String traceback = failure.traceback();
    PythonException exception =
        new PythonException(
            who + how(failure),
            failure.rank(),
            traceback != null ? traceback : lastWords(lastLines));
    // As Java names a cause, so that whoever sees both says it once.
    String message = exception.getClass().getName() + ": " + exception.getMessage();
    if (hasPeers && failure.isLostPeer()) {
      return RecoverableException.ofSystem(message, exception);
    }
    return failure.isRecoverable() || failure.signal() != null
        ? new RecoverableException(message, exception)
        : exception;
  }

  private static String how(PythonFailure failure) {
    String signal = failure.signal();
    if (failure.raised() != null) {
      return " failed: " + failure.raised();
    }
    if (signal != null) {
      return " was killed by "
          + signal
          + (signal.equals("SIGKILL") ? ", most often because its memory was not enough" : "");
    }
    return " exited with " + failure.exitCode() + " and raised nothing";
  }

  private static String lastWords(List<String> lines) {
    return lines.isEmpty() ? "" : "The last lines of its log:\n" + String.join("\n", lines);
  }
}
