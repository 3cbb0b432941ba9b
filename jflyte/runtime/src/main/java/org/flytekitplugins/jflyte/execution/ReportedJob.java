package org.flytekitplugins.jflyte.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.report.usage.ReplicaUsage;

/** What a job did as far as its replicas have told of it. */
final class ReportedJob {
  private final Instant start;
  private final List<JobRecord.Run> runs = new ArrayList<>();
  private final List<JobRecord.LogEnd> logEnds = new ArrayList<>();
  private final List<JobRecord.Measurement> measurements = new ArrayList<>();
  private final List<JobRecord.Checkpoint> checkpoints = new ArrayList<>();
  private final Map<Replica, ReplicaUsage> usage = new HashMap<>();

  /**
   * @param start when something was that tells no time
   */
  ReportedJob(Instant start) {
    this.start = start;
  }

  /** Adds what a replica has told, or another of its processes, the earlier first. */
  void add(Replica replica, ReplicaReport report) {
    for (ReplicaReport.Run process : report.processes()) {
      runs.add(JobRecord.Run.of(replica, process.start(), process.seen(), process.exitCode()));
      if (!process.lastLines().isEmpty()) {
        logEnds.add(
            JobRecord.LogEnd.of(replica, process.seen(), process.exitCode(), process.lastLines()));
      }
    }
    for (Progress told : report.progress()) {
      Instant time = told.timeOr(start);
      if (told.isCheckpoint()) {
        checkpoints.add(JobRecord.Checkpoint.of(replica, time, told.step()));
      } else {
        measurements.add(JobRecord.Measurement.of(replica, time, told.step(), told.metrics()));
      }
    }
    report.usage().ifPresent(used -> usage.merge(replica, used, ReplicaUsage::then));
  }

  JobRecord record(String task, TrainingCluster cluster) {
    return JobRecord.of(task, cluster, List.of(), runs, measurements)
        .withCheckpoints(checkpoints)
        .withLogEnds(logEnds)
        .withUsage(usage);
  }
}
