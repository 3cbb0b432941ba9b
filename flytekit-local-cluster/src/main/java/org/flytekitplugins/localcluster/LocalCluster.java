package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.kubeflow.internal.Replicas;
import org.jspecify.annotations.Nullable;

/**
 * A training job to be played on this machine: what the job asks for, what its replicas run, and
 * how it is played. {@link #start} starts it; the same cluster can be started many times.
 */
@AutoValue
public abstract class LocalCluster {
  /** How many processes a job may have unless {@link Builder#maxProcesses} says more. */
  public static final int DEFAULT_MAX_PROCESSES = 32;

  private static final String NAME = "[a-z]([-a-z0-9]{0,61}[a-z0-9])?";

  LocalCluster() {}

  /** The name of the job, as its pods' names begin. */
  public abstract String name();

  /** The namespace of the job, as the operator's messages name it. */
  public abstract String namespace();

  /**
   * The replicas and policies of the job, as the operator would get them. What it leaves open has
   * the operator's default: no backoff limit, and no pods cleaned at the end.
   */
  public abstract TrainingCluster cluster();

  /** The rules that the job lives by. */
  public abstract JobKind kind();

  /** What every replica runs. */
  public abstract Program program();

  /** What goes wrong. */
  public abstract FaultPlan faults();

  /** How long a replica has between SIGTERM and SIGKILL. */
  public abstract Duration gracePeriod();

  /** What the kubelet's waits before restarts are multiplied by. */
  public abstract double restartDelayScale();

  /** How many replicas the job may have at most. */
  public abstract int maxProcesses();

  /** Where the replicas run. */
  public abstract Path workingFolder();

  /**
   * What the replicas find in their environment besides that of this process. Unless it names a
   * folder with {@code FLYTEKIT_STORAGE}, each job has one of its own, which goes with the job.
   */
  public abstract Map<String, String> environment();

  /**
   * Where the replicas' log files go, named like {@code JOB-worker-1.log}; null for a temporary
   * folder that goes with the job.
   */
  public abstract @Nullable Path logFolder();

  /** Where the replicas' logs are shown. */
  public abstract LogOutput output();

  /** Who is told what happens. */
  public abstract List<JobListener> listeners();

  /** A builder with these values. */
  public abstract Builder toBuilder();

  /** A builder of a job named {@code local} by which nothing goes wrong. */
  public static Builder builder() {
    return new AutoValue_LocalCluster.Builder()
        .name("local")
        .namespace("default")
        .faults(FaultPlan.none())
        .gracePeriod(Duration.ofSeconds(30))
        .restartDelayScale(1)
        .maxProcesses(DEFAULT_MAX_PROCESSES)
        .workingFolder(Path.of("").toAbsolutePath())
        .environment(Map.of())
        .output(LogOutput.standard())
        .listeners(List.of());
  }

  /** A job whose replicas run this program. */
  public static LocalCluster of(TrainingJob job, Program program) {
    return builder().job(job).program(program).build();
  }

  /** A job of this shape, of the only kind on the class path, whose replicas run this program. */
  public static LocalCluster of(TrainingCluster cluster, Program program) {
    return builder().cluster(cluster).program(program).build();
  }

  /**
   * Starts the job. It runs until it has ended and {@link LocalJob#close} was called, or this
   * process ends.
   *
   * @throws LocalClusterException if it cannot be started: the program is not there, or a folder,
   *     or ports
   */
  public LocalJob start() {
    return LocalJob.start(this);
  }

  /** Builds a {@link LocalCluster}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** The name of the job: a letter, then letters, digits and dashes, at most 63, lower case. */
    public abstract Builder name(String name);

    /** The namespace of the job, as the operator's messages name it; {@code default} unless set. */
    public abstract Builder namespace(String namespace);

    /** The job: of which kind it is, and its replicas and policies. */
    public Builder job(TrainingJob job) {
      return kind(job.kind()).cluster(job.cluster());
    }

    /** The replicas and policies of the job. Required, unless {@link #job} gives them. */
    public abstract Builder cluster(TrainingCluster cluster);

    /** The kind of the job; the only one on the class path unless set. */
    public abstract Builder kind(JobKind kind);

    /** What every replica runs. Required. */
    public abstract Builder program(Program program);

    /** What goes wrong; nothing unless set. */
    public abstract Builder faults(FaultPlan faults);

    /** How long a replica has between SIGTERM and SIGKILL, from 0 up; 30 s unless set. */
    public abstract Builder gracePeriod(Duration gracePeriod);

    /**
     * What the kubelet's waits before restarts (none, then 10 s doubled up to 300 s) are multiplied
     * by, from 0 up; 1 unless set. With 0 they pass at once, and {@link ReplicaStatus#backoff}
     * tells how long they would have been. The job's own deadline counts the time that passes here.
     */
    public abstract Builder restartDelayScale(double restartDelayScale);

    /** How many replicas the job may have at most, from 1 up; 32 unless set. */
    public abstract Builder maxProcesses(int maxProcesses);

    /** Where the replicas run; where this process runs unless set. */
    public abstract Builder workingFolder(Path workingFolder);

    /**
     * What the replicas find in their environment besides that of this process. Unless it names a
     * folder with {@code FLYTEKIT_STORAGE}, each job has one of its own, which goes with the job.
     */
    public abstract Builder environment(Map<String, String> environment);

    /** Where the replicas' log files go; a folder that exists, or null for a temporary one. */
    public abstract Builder logFolder(@Nullable Path logFolder);

    /** Where the replicas' logs are shown; the standard output unless set. */
    public abstract Builder output(LogOutput output);

    /** Who is told what happens. */
    public abstract Builder listeners(List<JobListener> listeners);

    abstract Optional<JobKind> kind();

    abstract LocalCluster autoBuild();

    /**
     * Builds the cluster.
     *
     * @throws InvalidFieldException if a value is out of its range, the kind is not set and the
     *     class path has not exactly one, the job has more replicas than {@code maxProcesses}, no
     *     job of its kind can be like that, or the fault plan names a replica that the job does not
     *     have
     */
    public LocalCluster build() {
      if (kind().isEmpty()) {
        kind(JobKinds.own().only());
      }
      LocalCluster cluster = autoBuild();
      checkName(cluster.name());
      cluster.kind().check(cluster.cluster());
      checkSize(cluster);
      checkFaults(cluster);
      checkOptions(cluster);
      return cluster;
    }

    private static void checkName(String name) {
      if (!name.matches(NAME)) {
        throw new InvalidFieldException(
            "name",
            name,
            "the operator wants a DNS label that starts with a letter",
            "use up to 63 of a-z, 0-9 and -");
      }
    }

    private static void checkSize(LocalCluster cluster) {
      if (cluster.maxProcesses() < 1) {
        throw new InvalidFieldException(
            "maxProcesses", cluster.maxProcesses(), "a job has at least one process", "raise it");
      }
      List<Replica> replicas = Replicas.of(cluster.cluster());
      if (replicas.size() > cluster.maxProcesses()) {
        throw new InvalidFieldException(
            "maxProcesses",
            cluster.maxProcesses(),
            "the job has "
                + replicas.size()
                + " replicas and "
                + replicas.get(cluster.maxProcesses())
                + " would be the first too many",
            "raise it, or make the job smaller");
      }
    }

    private static void checkFaults(LocalCluster cluster) {
      for (Fault fault : cluster.faults().strayIn(cluster.cluster())) {
        throw new InvalidFieldException(
            "faults",
            fault.toString(),
            "the job has no " + fault.replica(),
            "name one of " + new TreeSet<>(Replicas.of(cluster.cluster())));
      }
    }

    private static void checkOptions(LocalCluster cluster) {
      if (cluster.gracePeriod().isNegative()) {
        throw new InvalidFieldException(
            "gracePeriod", cluster.gracePeriod(), "it is a time to wait", "use PT0S or more");
      }
      double scale = cluster.restartDelayScale();
      if (!(scale >= 0 && scale <= 1000)) {
        throw new InvalidFieldException(
            "restartDelayScale", scale, "waits are multiplied by it", "use 0 to 1000");
      }
      for (String variable : new TreeSet<>(cluster.environment().keySet())) {
        if (cluster.kind().variableNames().contains(variable)) {
          throw new InvalidFieldException(
              "environment", variable, "the operator sets it for each replica", "leave it out");
        }
      }
    }
  }
}
