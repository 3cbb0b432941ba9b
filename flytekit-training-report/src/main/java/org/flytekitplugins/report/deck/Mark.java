package org.flytekitplugins.report.deck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;

/** Something that happened to a job, which every picture shows where it happened. */
final class Mark {
  private final Instant time;
  private final Replica replica;
  private final boolean isLoss;
  private final String text;

  private Mark(Instant time, Replica replica, boolean isLoss, String what) {
    this.time = time;
    this.replica = replica;
    this.isLoss = isLoss;
    this.text = replica + " " + what;
  }

  /** What happened to the processes of a job, by time: those that failed, and who came back. */
  static List<Mark> of(JobRecord job) {
    List<Mark> marks = new ArrayList<>();
    Map<Replica, JobRecord.Run> before = new TreeMap<>();
    List<JobRecord.Run> runs = new ArrayList<>(job.runs());
    runs.sort(Comparator.comparing(JobRecord.Run::start));
    for (JobRecord.Run run : runs) {
      if (before.put(run.replica(), run) != null) {
        marks.add(back(job, run));
      }
      Ending ending = Ending.of(run.exitCode());
      if (ending.isLoss()) {
        marks.add(new Mark(run.end(), run.replica(), /* isLoss= */ true, ending.text()));
      }
    }
    marks.sort(Comparator.comparing(Mark::time));
    return marks;
  }

  // A loss lasts until the replica reports again, not only until its next process has started.
  private static Mark back(JobRecord job, JobRecord.Run run) {
    return job.measurements().stream()
        .filter(said -> said.replica().equals(run.replica()) && !said.time().isBefore(run.start()))
        .min(Comparator.comparing(JobRecord.Measurement::time))
        .map(said -> back(run.replica(), said.time(), "back at step " + said.step()))
        .orElseGet(() -> back(run.replica(), run.start(), "started again"));
  }

  private static Mark back(Replica replica, Instant time, String what) {
    return new Mark(time, replica, /* isLoss= */ false, what);
  }

  Instant time() {
    return time;
  }

  Replica replica() {
    return replica;
  }

  String style() {
    return isLoss ? "lost" : "back";
  }

  String text() {
    return text;
  }
}
