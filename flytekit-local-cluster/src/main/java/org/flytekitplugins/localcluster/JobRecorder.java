package org.flytekitplugins.localcluster;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.report.internal.Thinned;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a job and remembers what its deck shows. Of many thousand steps or checkpoints of a
 * replica these are some, evenly spread, and the last one.
 */
public final class JobRecorder implements JobListener {
  /** How many lines a deck shows of a log. */
  private static final int LOG_END = 20;

  private final String name;
  private final TrainingCluster cluster;
  private final Clock clock;
  private final List<JobTransition> transitions = new ArrayList<>();
  private final List<JobRecord.Run> runs = new ArrayList<>();
  private final Map<Replica, ReportedSteps> steps = new LinkedHashMap<>();
  private final Map<Replica, Thinned<JobRecord.Checkpoint>> checkpoints = new LinkedHashMap<>();
  private final List<JobRecord.LogEnd> logEnds = new ArrayList<>();
  private final Map<Replica, Deque<String>> lastLines = new ConcurrentHashMap<>();
  private final Map<Replica, Instant> running = new HashMap<>();
  private final UsageRecorder usage;

  /** A recorder of one job. */
  public JobRecorder(String name, TrainingCluster cluster) {
    this(name, cluster, Clock.systemUTC());
  }

  JobRecorder(String name, TrainingCluster cluster, Clock clock) {
    this.name = name;
    this.cluster = cluster;
    this.clock = clock;
    this.usage = new UsageRecorder(cluster);
  }

  @Override
  public synchronized void condition(JobTransition transition) {
    transitions.add(transition);
  }

  @Override
  public synchronized void started(Replica replica, int restarts) {
    running.put(replica, clock.instant());
    usage.started(replica, restarts);
  }

  @Override
  public synchronized void exited(Replica replica, int exitCode) {
    Instant start = running.remove(replica);
    Instant now = clock.instant();
    if (start != null) {
      runs.add(JobRecord.Run.of(replica, start, now, exitCode));
    }
    Deque<String> lines = lastLines.remove(replica);
    if (exitCode != 0) {
      logEnds.add(JobRecord.LogEnd.of(replica, now, exitCode, copyOf(lines)));
    }
  }

  @Override
  public synchronized void progress(Replica replica, Progress progress) {
    // Progress comes in lots, as often as its file is looked at: the replica knows better when it
    // was.
    usage.progress(replica, progress);
    steps
        .computeIfAbsent(replica, any -> new ReportedSteps())
        .add(
            JobRecord.Measurement.of(
                replica, progress.timeOr(clock.instant()), progress.step(), progress.metrics()));
  }

  @Override
  public synchronized void checkpoint(Replica replica, Progress progress) {
    checkpoints
        .computeIfAbsent(replica, any -> new Thinned<>(ReportedSteps.MOST))
        .add(JobRecord.Checkpoint.of(replica, progress.timeOr(clock.instant()), progress.step()));
  }

  // Each replica has a thread that brings its lines, which must not wait for the job's.
  @Override
  public void line(Replica replica, String line) {
    Deque<String> lines = lastLines.computeIfAbsent(replica, any -> new ArrayDeque<>());
    synchronized (lines) {
      if (lines.size() == LOG_END) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
  }

  private static List<String> copyOf(@Nullable Deque<String> lines) {
    if (lines == null) {
      return List.of();
    }
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public synchronized void used(Replica replica, ReplicaUsage seen) {
    usage.used(replica, seen);
  }

  /** What happened so far; replicas that still run are taken to end now. */
  public synchronized JobRecord record() {
    Instant now = clock.instant();
    List<JobRecord.Run> all = new ArrayList<>(runs);
    running.forEach(
        (replica, start) -> all.add(JobRecord.Run.of(replica, start, now, JobRecord.RUNNING)));
    return JobRecord.of(name, cluster, List.copyOf(transitions), List.copyOf(all), measurements())
        .withCheckpoints(
            checkpoints.values().stream()
                .flatMap(some -> some.kept().stream())
                .collect(Collectors.toUnmodifiableList()))
        .withLogEnds(List.copyOf(logEnds))
        .withUsage(usage.replicas());
  }

  private List<JobRecord.Measurement> measurements() {
    return steps.values().stream()
        .flatMap(some -> some.kept().stream())
        .sorted(Comparator.comparing(JobRecord.Measurement::time))
        .collect(Collectors.toUnmodifiableList());
  }
}
