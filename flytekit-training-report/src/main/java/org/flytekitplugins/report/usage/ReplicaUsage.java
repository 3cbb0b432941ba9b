package org.flytekitplugins.report.usage;

import com.google.auto.value.AutoValue;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a replica has used so far, as far as somebody knows it. */
@AutoValue
public abstract class ReplicaUsage {
  ReplicaUsage() {}

  /** Resident memory now, in bytes; of a container as Kubernetes counts it. */
  public abstract OptionalLong memoryBytes();

  /**
   * The most resident memory so far, in bytes; of a container whose processes have told nothing
   * with the files in it that the kernel keeps because they were read.
   */
  public abstract OptionalLong peakMemoryBytes();

  /** How much memory it may have, in bytes. */
  public abstract OptionalLong memoryLimitBytes();

  /** Time of processors, in seconds. */
  public abstract OptionalDouble cpuSeconds();

  /** Time in garbage collections of the Java heap, in seconds. */
  public abstract OptionalDouble gcSeconds();

  /** How long its processes have run, in seconds, as far as {@link #gcSeconds} is known of them. */
  public abstract OptionalDouble upSeconds();

  /** Its steps; empty if it has told of none. */
  public abstract Optional<StepUsage> steps();

  /** What share of the time went into garbage collections, from 0 to 1. */
  public final OptionalDouble gcShare() {
    return gcSeconds().isPresent() && upSeconds().orElse(0) > 0
        ? OptionalDouble.of(gcSeconds().getAsDouble() / upSeconds().getAsDouble())
        : OptionalDouble.empty();
  }

  /** What share of the memory it may have it has had at most, from 0 up. */
  public final OptionalDouble peakShare() {
    return peakMemoryBytes().isPresent() && memoryLimitBytes().orElse(0) > 0
        ? OptionalDouble.of((double) peakMemoryBytes().getAsLong() / memoryLimitBytes().getAsLong())
        : OptionalDouble.empty();
  }

  /** A builder that knows nothing. */
  public static Builder builder() {
    return new AutoValue_ReplicaUsage.Builder();
  }

  /** A builder with what is known here. */
  public abstract Builder toBuilder();

  /**
   * The same process seen by somebody else, who may see more of it: of two figures that can only
   * grow the larger one counts.
   */
  public final ReplicaUsage seenBy(ReplicaUsage other) {
    return builder()
        .memoryBytes(other.memoryBytes().isPresent() ? other.memoryBytes() : memoryBytes())
        .peakMemoryBytes(largest(peakMemoryBytes(), other.peakMemoryBytes()))
        .memoryLimitBytes(
            other.memoryLimitBytes().isPresent() ? other.memoryLimitBytes() : memoryLimitBytes())
        .cpuSeconds(largest(cpuSeconds(), other.cpuSeconds()))
        .gcSeconds(largest(gcSeconds(), other.gcSeconds()))
        .upSeconds(largest(upSeconds(), other.upSeconds()))
        .steps(other.steps().isPresent() ? other.steps() : steps())
        .build();
  }

  /** This and what the next process of the replica has used. */
  public final ReplicaUsage then(ReplicaUsage next) {
    return builder()
        .memoryBytes(next.memoryBytes())
        .peakMemoryBytes(largest(peakMemoryBytes(), next.peakMemoryBytes()))
        .memoryLimitBytes(
            next.memoryLimitBytes().isPresent() ? next.memoryLimitBytes() : memoryLimitBytes())
        .cpuSeconds(sum(cpuSeconds(), next.cpuSeconds()))
        .gcSeconds(sum(gcSeconds(), next.gcSeconds()))
        .upSeconds(sum(upSeconds(), next.upSeconds()))
        .steps(
            steps().isPresent() && next.steps().isPresent()
                ? steps().map(own -> own.plus(next.steps().get()))
                : next.steps().isPresent() ? next.steps() : steps())
        .build();
  }

  private static OptionalLong largest(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent()
        ? OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()))
        : one.isPresent() ? one : other;
  }

  private static OptionalDouble largest(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(Math.max(one.getAsDouble(), other.getAsDouble()))
        : one.isPresent() ? one : other;
  }

  private static OptionalDouble sum(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() + other.getAsDouble())
        : one.isPresent() ? one : other;
  }

  /** Builds a {@link ReplicaUsage}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Resident memory now, in bytes. */
    public abstract Builder memoryBytes(OptionalLong bytes);

    /** Resident memory now, in bytes. */
    public abstract Builder memoryBytes(long bytes);

    /** The most resident memory so far, in bytes. */
    public abstract Builder peakMemoryBytes(OptionalLong bytes);

    /** The most resident memory so far, in bytes. */
    public abstract Builder peakMemoryBytes(long bytes);

    /** How much memory it may have, in bytes. */
    public abstract Builder memoryLimitBytes(OptionalLong bytes);

    /** How much memory it may have, in bytes. */
    public abstract Builder memoryLimitBytes(long bytes);

    /** Time of processors, in seconds. */
    public abstract Builder cpuSeconds(OptionalDouble seconds);

    /** Time of processors, in seconds. */
    public abstract Builder cpuSeconds(double seconds);

    /** Time in garbage collections of the Java heap, in seconds. */
    public abstract Builder gcSeconds(OptionalDouble seconds);

    /** Time in garbage collections of the Java heap, in seconds. */
    public abstract Builder gcSeconds(double seconds);

    /** How long its processes have run, in seconds, as far as the one above is known of them. */
    public abstract Builder upSeconds(OptionalDouble seconds);

    /** How long its processes have run, in seconds, as far as the one above is known of them. */
    public abstract Builder upSeconds(double seconds);

    /** Its steps. */
    public abstract Builder steps(Optional<StepUsage> steps);

    /** Its steps. */
    public abstract Builder steps(StepUsage steps);

    /** Builds it. */
    public abstract ReplicaUsage build();
  }
}
