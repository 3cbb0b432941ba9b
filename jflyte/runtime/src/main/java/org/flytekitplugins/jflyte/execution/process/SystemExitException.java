package org.flytekitplugins.jflyte.execution.process;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Code of a package has called {@code System.exit}. Nobody throws it: a shutdown hook makes one in
 * the thread that ends the process, and its stack trace is that of the call.
 */
public final class SystemExitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private SystemExitException(String sentence) {
    super(sentence);
  }

  /** Of the call that the current thread is in; null if it is in none, as when a signal came. */
  static @Nullable SystemExitException ofCurrentThread() {
    StackTraceElement[] frames = Thread.currentThread().getStackTrace();
    int call = -1;
    for (int i = 0; i < frames.length; i++) {
      if (frames[i].getMethodName().equals("exit")
          && (frames[i].getClassName().equals("java.lang.Runtime")
              || frames[i].getClassName().equals("java.lang.System"))) {
        call = i;
      }
    }
    if (call < 0) {
      return null;
    }
    Integer status = ExitStatus.ofCurrentThread();
    SystemExitException exit =
        new SystemExitException(
            "it ended the process with System.exit("
                + (status == null ? "" : status)
                + "), which says nothing about how it went: return, or throw, instead");
    exit.setStackTrace(Arrays.copyOfRange(frames, call + 1, frames.length));
    return exit;
  }

  /** Only the sentence: the name of this class would tell nobody anything. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // it is what stack traces begin with
  public String toString() {
    return String.valueOf(getMessage());
  }
}
