package org.flytekitplugins.jflyte.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.jflyte.StandardStreams;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an execution when its watcher is stopped: it runs on, unless somebody at a
 * terminal wants it aborted.
 */
final class AbortOffer {
  private static final int PATIENCE_SECONDS = 20;
  private static final int LOOK_MILLIS = 50;

  private final PrintWriter err;
  private final @Nullable BufferedReader answers;

  /**
   * @param answers of whoever sits there; null if nobody does
   */
  AbortOffer(PrintWriter err, @Nullable BufferedReader answers) {
    this.err = err;
    this.answers = answers;
  }

  /** One that asks if {@code bin/jflyte} says that there is a terminal to ask at and to answer. */
  static AbortOffer onTerminal(PrintWriter err) {
    return new AbortOffer(
        err,
        Boolean.getBoolean("jflyte.answers")
            ? new BufferedReader(new InputStreamReader(System.in, StandardStreams.charset()))
            : null);
  }

  void make(Execution execution) {
    if (answers != null && isWanted(execution, answers)) {
      abort(execution);
    } else {
      say(
          "execution "
              + execution.id().name()
              + " runs on; to abort it: jflyte abort "
              + execution.id());
    }
  }

  private boolean isWanted(Execution execution, BufferedReader reader) {
    err.print("jflyte: abort execution " + execution.id().name() + "? [y/N] ");
    err.flush();
    String answer = answer(reader);
    return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** What is typed; nothing if it is Ctrl-C once more, which the JVM would not tell of. */
  private String answer(BufferedReader reader) {
    CompletableFuture<String> typed = new CompletableFuture<>();
    Thread thread = new Thread(() -> typed.complete(line(reader)), "abort offer");
    thread.setDaemon(true);
    thread.start();
    while (true) {
      try {
        return typed.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (StopNotice.isRepeated()) {
          err.println();
          return "";
        }
      } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
        return "";
      }
    }
  }

  private static String line(BufferedReader reader) {
    try {
      String line = reader.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }

  private void abort(Execution execution) {
    try {
      execution.abort("stopped by Ctrl-C").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      say("execution " + execution.id().name() + " is being aborted");
    } catch (InterruptedException | TimeoutException e) {
      say("flyteadmin has not answered; to abort it: jflyte abort " + execution.id());
    } catch (java.util.concurrent.ExecutionException | CompletionException e) {
      Throwable cause = e.getCause();
      say(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
    }
  }

  private void say(String sentence) {
    err.println("jflyte: " + sentence);
    err.flush();
  }
}
