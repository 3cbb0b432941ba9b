package org.flytekitplugins.client;

import com.google.auto.value.AutoValue;
import flyteidl.core.Execution.ExecutionError;
import java.util.regex.Pattern;

/** Why an execution, a node or an attempt failed. */
@AutoValue
public abstract class ExecutionFailure {
  /** What propeller puts in front of what a task says: {@code Last Error: USER::}. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^\\[\\d+/\\d+\\] currentAttempt done\\. Last Error: (USER|SYSTEM|UNKNOWN)::");

  ExecutionFailure() {}

  static ExecutionFailure of(ExecutionError error) {
    return new AutoValue_ExecutionFailure(
        error.getCode(), PREFIX.matcher(error.getMessage()).replaceFirst("").strip());
  }

  /** What a program can tell it by, like {@code USER:Recoverable}; may be empty. */
  public abstract String code();

  /**
   * What the task says, or Flyte where the task could not say anything. Of a training task it
   * begins with the replica that was the cause: {@code worker-1 failed: …}.
   */
  public abstract String message();

  /** The first line of the message. */
  public String summary() {
    int end = message().indexOf('\n');
    return end < 0 ? message() : message().substring(0, end);
  }
}
