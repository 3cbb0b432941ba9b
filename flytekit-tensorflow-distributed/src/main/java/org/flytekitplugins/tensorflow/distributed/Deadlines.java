package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/** How long a replica waits for others before it gives up. */
@AutoValue
public abstract class Deadlines {
  private static final Duration LEAST_SILENCE = Duration.ofMillis(100);

  Deadlines() {}

  /**
   * For the peers to come up: at the start, and again when a parameter server was lost. Pods of one
   * job can start minutes apart, when a node must be added or an image pulled.
   */
  public abstract Duration startUp();

  /** For one step, with everything that it exchanges; longer counts as a lost peer. */
  public abstract Duration step();

  /**
   * For a sign of life of a peer, with {@link Exchange#DIRECT}: a peer that is silent for longer is
   * frozen, or its node is gone. One that died is noticed at once. One whose garbage collection
   * stops it for longer is gone on without, too, and joins again.
   */
  public abstract Duration silence();

  /** For the primary, after its last step: until all workers have reported their end. */
  public abstract Duration end();

  /** For an evaluator: until the next checkpoint; null to wait as long as the job lives. */
  public abstract @Nullable Duration checkpoint();

  /**
   * A builder of 5 minutes to start, 5 for a step, 1 to end, 60 for a checkpoint, and a second of
   * silence.
   */
  public static Builder builder() {
    return new AutoValue_Deadlines.Builder()
        .startUp(Duration.ofMinutes(5))
        .step(Duration.ofMinutes(5))
        .silence(Duration.ofSeconds(1))
        .end(Duration.ofMinutes(1))
        .checkpoint(Duration.ofHours(1));
  }

  /** Builds {@link Deadlines}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** For the peers to come up; 5 minutes unless set. */
    public abstract Builder startUp(Duration startUp);

    /** For one step; 5 minutes unless set. */
    public abstract Builder step(Duration step);

    /** For a sign of life of a peer; a second unless set, at least a tenth of one. */
    public abstract Builder silence(Duration silence);

    /** For all workers to report their end; 1 minute unless set. */
    public abstract Builder end(Duration end);

    /**
     * For an evaluator, for the next checkpoint; 1 hour unless set, null for as long as the job
     * lives.
     */
    public abstract Builder checkpoint(@Nullable Duration checkpoint);

    abstract Deadlines autoBuild();

    /**
     * Builds the deadlines.
     *
     * @throws InvalidFieldException if one is not longer than 0, or silence below a tenth of a
     *     second
     */
    public Deadlines build() {
      Deadlines deadlines = autoBuild();
      NumberRanges.requirePositive("startUp", deadlines.startUp());
      NumberRanges.requirePositive("step", deadlines.step());
      NumberRanges.requirePositive("end", deadlines.end());
      if (deadlines.silence().compareTo(LEAST_SILENCE) < 0) {
        throw new InvalidFieldException(
            "silence",
            deadlines.silence(),
            "a garbage collection would be taken for a death",
            "write for example Duration.ofSeconds(1)");
      }
      Duration checkpoint = deadlines.checkpoint();
      if (checkpoint != null) {
        NumberRanges.requirePositive("checkpoint", checkpoint);
      }
      return deadlines;
    }
  }
}
