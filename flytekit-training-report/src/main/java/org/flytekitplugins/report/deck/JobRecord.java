package org.flytekitplugins.report.deck;

import com.google.auto.value.AutoValue;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.internal.Replicas;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.spi.DeckSection;
import org.jspecify.annotations.Nullable;

/** What a job did. */
@AutoValue
public abstract class JobRecord {
  /** The exit code of a process that has not ended. */
  public static final int RUNNING = -1;

  /** The exit code of a process that ran when it was last heard of. */
  public static final int LAST_HEARD = -2;

  /** The exit code of a process that has failed, as it has said itself before it ended. */
  public static final int FAILED = -3;

  JobRecord() {}

  /** The name of the job. */
  public abstract String name();

  /** What the job asked for. */
  public abstract TrainingCluster cluster();

  /** The conditions it came into. */
  public abstract List<JobTransition> transitions();

  /** The processes of its replicas. */
  public abstract List<Run> runs();

  /** What its replicas reported. */
  public abstract List<Measurement> measurements();

  /** The checkpoints that were written. */
  public abstract List<Checkpoint> checkpoints();

  /** What processes have printed last that did not end with 0. */
  public abstract List<LogEnd> logEnds();

  /** Whether it is known that the attempt has succeeded, whatever the conditions say. */
  public abstract boolean hasSucceeded();

  /**
   * Why the attempt has failed, with a stack trace if there is one; null if it has not. The
   * operator's conditions do not tell: a job whose primary has reported an error has succeeded.
   */
  public abstract @Nullable String failure();

  /**
   * The same as data: which replica failed first, and which after it; empty if nobody has said so.
   */
  public abstract List<ReplicaFailure> failures();

  /** What its replicas have used, as far as somebody knows it. */
  public abstract SortedMap<Replica, ReplicaUsage> usage();

  /** What the task has added itself. */
  public abstract List<DeckSection> sections();

  /**
   * What else there is to say of it, for example its workflow, its inputs, where its logs are;
   * those of the same label stand beside each other.
   */
  public abstract List<Detail> details();

  /** Something to say of a job. */
  @AutoValue
  public abstract static class Detail {
    Detail() {}

    /** What it is, for example {@code attempt}. */
    public abstract String label();

    /** What there is to say. */
    public abstract String text();

    /** Where more of it is; null if nowhere. */
    public abstract @Nullable URI link();

    /** Something to read. */
    public static Detail of(String label, String text) {
      return new AutoValue_JobRecord_Detail(label, text, null);
    }

    /** Something to read, and where there is more. */
    public static Detail of(String label, String text, URI link) {
      return new AutoValue_JobRecord_Detail(label, text, link);
    }
  }

  /** One process of a replica. */
  @AutoValue
  public abstract static class Run {
    Run() {}

    /** Whose process. */
    public abstract Replica replica();

    /** When it started. */
    public abstract Instant start();

    /** When it ended, or now. */
    public abstract Instant end();

    /**
     * How it ended, 128 plus the signal for one that was killed, or {@link #RUNNING}, {@link
     * #LAST_HEARD} or {@link #FAILED}.
     */
    public abstract int exitCode();

    /** A process of a replica that ended so. */
    public static Run of(Replica replica, Instant start, Instant end, int exitCode) {
      return new AutoValue_JobRecord_Run(replica, start, end, exitCode);
    }
  }

  /** What a replica reported. */
  @AutoValue
  public abstract static class Measurement {
    Measurement() {}

    /** Who. */
    public abstract Replica replica();

    /** When. */
    public abstract Instant time();

    /** How far it was. */
    public abstract long step();

    /** Numbers by name, such as {@code loss}. */
    public abstract Map<String, Double> metrics();

    /** What a replica reported then. */
    public static Measurement of(
        Replica replica, Instant time, long step, Map<String, Double> metrics) {
      return new AutoValue_JobRecord_Measurement(replica, time, step, metrics);
    }
  }

  /** A checkpoint that a replica wrote. */
  @AutoValue
  public abstract static class Checkpoint {
    Checkpoint() {}

    /** Who. */
    public abstract Replica replica();

    /** When. */
    public abstract Instant time();

    /** How far the training was that it keeps. */
    public abstract long step();

    /** A checkpoint of a step. */
    public static Checkpoint of(Replica replica, Instant time, long step) {
      return new AutoValue_JobRecord_Checkpoint(replica, time, step);
    }
  }

  /** The last lines of what a process of a replica has printed. */
  @AutoValue
  public abstract static class LogEnd {
    LogEnd() {}

    /** Whose. */
    public abstract Replica replica();

    /** When the process ended. */
    public abstract Instant time();

    /** How it ended, as that of a {@link Run}. */
    public abstract int exitCode();

    /** The lines, the latest last. */
    public abstract List<String> lines();

    /** The end of a log. */
    public static LogEnd of(Replica replica, Instant time, int exitCode, List<String> lines) {
      return new AutoValue_JobRecord_LogEnd(replica, time, exitCode, List.copyOf(lines));
    }
  }

  /** A job that has not failed, and of which there is nothing else to say. */
  public static JobRecord of(
      String name,
      TrainingCluster cluster,
      List<JobTransition> transitions,
      List<Run> runs,
      List<Measurement> measurements) {
    return new AutoValue_JobRecord.Builder()
        .name(name)
        .cluster(cluster)
        .transitions(transitions)
        .runs(runs)
        .measurements(measurements)
        .checkpoints(List.of())
        .logEnds(List.of())
        .hasSucceeded(false)
        .failures(List.of())
        .usage(Collections.emptySortedMap())
        .sections(List.of())
        .details(List.of())
        .build();
  }

  /** The same job with the checkpoints that were written. */
  public JobRecord withCheckpoints(List<Checkpoint> checkpoints) {
    return toBuilder().checkpoints(checkpoints).build();
  }

  /** The same job with what processes have printed last that did not end with 0. */
  public JobRecord withLogEnds(List<LogEnd> logEnds) {
    return toBuilder().logEnds(logEnds).build();
  }

  /** The same job, whose attempt has succeeded. */
  public JobRecord thatSucceeded() {
    return toBuilder().hasSucceeded(true).build();
  }

  /** The same job with why its attempt has failed, or null. */
  public JobRecord withFailure(@Nullable String why) {
    return withFailure(why, List.of());
  }

  /** The same job with why its attempt has failed, or null, in words and as data. */
  public JobRecord withFailure(@Nullable String why, List<ReplicaFailure> failures) {
    return toBuilder().failure(why).failures(failures).build();
  }

  /** The same job with what its replicas have used. */
  public JobRecord withUsage(Map<Replica, ReplicaUsage> usage) {
    return toBuilder().usage(Collections.unmodifiableSortedMap(new TreeMap<>(usage))).build();
  }

  /** The same job with what its task has added. */
  public JobRecord withSections(List<DeckSection> added) {
    return toBuilder().sections(added).build();
  }

  /** The same job with what else there is to say of it. */
  public JobRecord withDetails(List<Detail> details) {
    return toBuilder().details(details).build();
  }

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder name(String name);

    abstract Builder cluster(TrainingCluster cluster);

    abstract Builder transitions(List<JobTransition> transitions);

    abstract Builder runs(List<Run> runs);

    abstract Builder measurements(List<Measurement> measurements);

    abstract Builder checkpoints(List<Checkpoint> checkpoints);

    abstract Builder logEnds(List<LogEnd> logEnds);

    abstract Builder hasSucceeded(boolean succeeded);

    abstract Builder failure(@Nullable String failure);

    abstract Builder failures(List<ReplicaFailure> failures);

    abstract Builder usage(SortedMap<Replica, ReplicaUsage> usage);

    abstract Builder sections(List<DeckSection> sections);

    abstract Builder details(List<Detail> details);

    abstract JobRecord build();
  }

  /** All replicas that the job asked for, by role and index. */
  SortedSet<Replica> replicas() {
    return new TreeSet<>(Replicas.of(cluster()));
  }
}
