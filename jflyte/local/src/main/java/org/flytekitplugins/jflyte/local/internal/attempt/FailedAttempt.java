package org.flytekitplugins.jflyte.local.internal.attempt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.internal.SignalExitCode;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.ReplicaStatus;
import org.flytekitplugins.report.deck.TrainingDeck;

/**
 * An attempt of a training that has failed, for whoever wants to know more than why.
 *
 * @param folder the attempt's folder
 * @param job its job, which has ended
 * @param failure why it failed
 */
public record FailedAttempt(Path folder, LocalJob job, TaskFailure failure) {
  /** Why, with the log of the replica that failed first and the deck. */
  public TaskFailure withPlaces() {
    List<Replica> failed = failed();
    String log =
        failed.size() == 1
            ? "log " + job.log(failed.get(0))
            : "logs " + folder.resolve(AttemptFolders.LOGS);
    return failure.seenIn(log + ", deck " + folder.resolve(TrainingDeck.FILE));
  }

  /** What the deck says: all that was reported. */
  public static String text(TaskFailure failure) {
    return failure.getCause() instanceof ReplicaError error
        ? String.valueOf(error.getMessage())
        : failure.sentence();
  }

  /** The same as data: who failed of what, the first in front; empty if nobody has said so. */
  public static List<ReplicaFailure> failures(TaskFailure failure) {
    return failure.getCause() instanceof ReplicaError error ? error.failures() : List.of();
  }

  private List<Replica> failed() {
    List<ReplicaFailure> reported = failures(failure);
    if (!reported.isEmpty()) {
      return List.of(reported.get(0).replica());
    }
    List<Replica> failed = new ArrayList<>();
    for (ReplicaStatus status : job.replicas().values()) {
      List<Integer> exits = status.exitCodes();
      int last = exits.isEmpty() ? 0 : exits.get(exits.size() - 1);
      if (last != 0 && last != SignalExitCode.TERMINATED) {
        failed.add(status.replica());
      }
    }
    return failed;
  }
}
