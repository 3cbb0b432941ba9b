package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.flyte.api.v1.TaskIdentifier;

/**
 * Which execution the running task belongs to, and which attempt of it this is: to name a model, a
 * run of an experiment tracker or a log line after it.
 *
 * <p>In a pod it is what Flyte says in the pod's environment, {@code execute-local} says its own;
 * in any other process nobody says it, so that there is neither an execution nor a task.
 */
@AutoValue
public abstract class TaskContext {
  private static final String EXECUTION = "FLYTE_INTERNAL_EXECUTION_";
  private static final String TASK = "FLYTE_INTERNAL_TASK_";

  TaskContext() {}

  /** The execution, or nothing where the task was not started by Flyte. */
  public abstract Optional<ExecutionIdentifier> execution();

  /** The task as it is registered, or nothing where Flyte has not said it. */
  public abstract Optional<TaskIdentifier> task();

  /**
   * The number of this attempt of the node, from 1 up. A replica that is restarted in its pod stays
   * in its attempt.
   */
  public abstract int attempt();

  /** Where people see the execution, if the installation says it to its tasks. */
  public abstract Optional<URI> consoleUrl();

  /** The context of the running task. */
  public static TaskContext current() {
    return CurrentTaskContext.INSTANCE.get();
  }

  /**
   * Makes a context the {@link #current() current} one. For launchers, and for tests of tasks.
   *
   * @return brings back, when closed, what was current before; closing it again does nothing
   */
  public static Installation install(TaskContext context) {
    return CurrentTaskContext.INSTANCE.install(context);
  }

  /** A context in which nothing is said, and the attempt is the first. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What the environment of a pod says. What is not there, or not whole, is not said.
   *
   * @param environment variables by name, as flyteplugins sets them: {@code
   *     FLYTE_INTERNAL_EXECUTION_…}, {@code FLYTE_INTERNAL_TASK_…}, {@code FLYTE_ATTEMPT_NUMBER}
   *     (from 0 up) and {@code FLYTE_EXECUTION_URL}
   */
  public static TaskContext of(Map<String, String> environment) {
    Builder builder = builder().attempt(attempt(said(environment, "FLYTE_ATTEMPT_NUMBER")));
    String name = said(environment, EXECUTION + "ID");
    if (!name.isEmpty()) {
      builder.execution(
          ExecutionIdentifier.of(
              said(environment, EXECUTION + "PROJECT"),
              said(environment, EXECUTION + "DOMAIN"),
              name));
    }
    String task = said(environment, TASK + "NAME");
    if (!task.isEmpty()) {
      builder.task(
          TaskIdentifier.builder()
              .project(said(environment, TASK + "PROJECT"))
              .domain(said(environment, TASK + "DOMAIN"))
              .name(task)
              .version(said(environment, TASK + "VERSION"))
              .build());
    }
    uri(said(environment, "FLYTE_EXECUTION_URL")).ifPresent(builder::consoleUrl);
    return builder.build();
  }

  private static String said(Map<String, String> environment, String variable) {
    return environment.getOrDefault(variable, "");
  }

  private static int attempt(String retries) {
    try {
      return Math.max(0, Integer.parseInt(retries)) + 1;
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static Optional<URI> uri(String said) {
    try {
      return said.isEmpty() ? Optional.empty() : Optional.of(new URI(said));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Makes a context, for launchers and for tests of tasks. */
  public static final class Builder {
    private Optional<ExecutionIdentifier> execution = Optional.empty();
    private Optional<TaskIdentifier> task = Optional.empty();
    private int attempt = 1;
    private Optional<URI> consoleUrl = Optional.empty();

    private Builder() {}

    /** Sets the execution. */
    public Builder execution(ExecutionIdentifier execution) {
      this.execution = Optional.of(execution);
      return this;
    }

    /** Sets the task. */
    public Builder task(TaskIdentifier task) {
      this.task = Optional.of(task);
      return this;
    }

    /**
     * Sets the number of the attempt, from 1 up; 1 if it is not set.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder attempt(int attempt) {
      if (attempt < 1) {
        throw new IllegalArgumentException(
            "attempt is " + attempt + ": the first attempt is number 1");
      }
      this.attempt = attempt;
      return this;
    }

    /** Sets where people see the execution. */
    public Builder consoleUrl(URI consoleUrl) {
      this.consoleUrl = Optional.of(consoleUrl);
      return this;
    }

    /** Makes the context. */
    public TaskContext build() {
      return new AutoValue_TaskContext(execution, task, attempt, consoleUrl);
    }
  }

  /** Brings back, when closed, the context that was current before. */
  public interface Installation extends AutoCloseable {
    @Override
    void close();
  }
}
