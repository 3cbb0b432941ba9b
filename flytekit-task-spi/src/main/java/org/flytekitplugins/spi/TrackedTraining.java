package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.flyte.api.v1.Literal;

/** An attempt of a training, as the replica that leads knows it. */
@AutoValue
public abstract class TrackedTraining {
  TrackedTraining() {}

  /** The name of the task. */
  public abstract String task();

  /** Which execution it belongs to, and which attempt of it this is. */
  public abstract TaskContext context();

  /**
   * The URI of the folder that the attempt's replicas share. No other attempt has it, and a replica
   * that is started again in its pod finds the same one.
   */
  public abstract String attemptFolder();

  /** How many replicas the job has in each role, such as {@code worker}. */
  public abstract Map<String, Integer> replicas();

  /** The inputs of the task, by name. */
  public abstract Map<String, Literal> inputs();

  /** The variables of the process. */
  public abstract Map<String, String> environment();

  /** When this process began with it. */
  public abstract Instant start();

  /** Takes a sentence for the log. */
  public abstract Consumer<String> log();

  /**
   * A training of which nothing more is known.
   *
   * @param attemptFolder the URI of the folder that the attempt's replicas share
   */
  public static Builder builder(String task, String attemptFolder) {
    return new Builder(task, attemptFolder);
  }

  /** Makes a {@link TrackedTraining}: for launchers, and for tests of trackers. */
  public static final class Builder {
    private final String task;
    private final String attemptFolder;
    private TaskContext context = TaskContext.builder().build();
    private Map<String, Integer> replicas = Map.of();
    private Map<String, Literal> inputs = Map.of();
    private Map<String, String> environment = Map.of();
    private Instant start = Instant.now();
    private Consumer<String> log = sentence -> {};

    private Builder(String task, String attemptFolder) {
      this.task = task;
      this.attemptFolder = attemptFolder;
    }

    /** Sets which execution it belongs to, and which attempt of it this is. */
    public Builder context(TaskContext context) {
      this.context = context;
      return this;
    }

    /** Sets how many replicas the job has in each role. */
    public Builder replicas(Map<String, Integer> replicas) {
      this.replicas = replicas;
      return this;
    }

    /** Sets the inputs of the task, by name. */
    public Builder inputs(Map<String, Literal> inputs) {
      this.inputs = inputs;
      return this;
    }

    /** Sets the variables of the process. */
    public Builder environment(Map<String, String> environment) {
      this.environment = environment;
      return this;
    }

    /** Sets when this process began with it; now, unless set. */
    public Builder start(Instant start) {
      this.start = start;
      return this;
    }

    /** Sets who takes a sentence for the log. */
    public Builder log(Consumer<String> log) {
      this.log = log;
      return this;
    }

    /** Makes it. */
    public TrackedTraining build() {
      return new AutoValue_TrackedTraining(
          task, context, attemptFolder, replicas, inputs, environment, start, log);
    }
  }
}
