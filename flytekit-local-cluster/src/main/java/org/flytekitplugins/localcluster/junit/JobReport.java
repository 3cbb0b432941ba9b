package org.flytekitplugins.localcluster.junit;

import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.ReplicaStatus;

/** How a job was when its test failed. Not thrown: it goes along with the test's own failure. */
final class JobReport extends Exception {
  private static final long serialVersionUID = 1L;

  JobReport(LocalJob job) {
    super(describe(job), null, false, false);
  }

  static String describe(LocalJob job) {
    StringBuilder report = new StringBuilder();
    report.append("job ").append(job.name()).append(" is ").append(job.state());
    for (ReplicaStatus status : job.replicas().values()) {
      report.append("\n  ").append(describe(status, job));
    }
    job.missedFaults().forEach(missed -> report.append("\n  ").append(missed));
    return report.toString();
  }

  private static String describe(ReplicaStatus status, LocalJob job) {
    Replica replica = status.replica();
    StringBuilder report = new StringBuilder();
    report.append(replica).append(" is ").append(status.phase());
    if (!status.exitCodes().isEmpty()) {
      report.append(", exit codes ").append(status.exitCodes());
    }
    List<String> lines = job.lastLines(replica);
    return lines.isEmpty()
        ? report.append(", has written nothing").toString()
        : report.append(", last wrote\n    ").append(String.join("\n    ", lines)).toString();
  }
}
