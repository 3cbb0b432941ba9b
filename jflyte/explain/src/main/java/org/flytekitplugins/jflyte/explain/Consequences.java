package org.flytekitplugins.jflyte.explain;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.explain.internal.JobView;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;

/**
 * The rows of the failure contract that hold for one job.
 *
 * @see <a href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/core/status.go">status.go</a>
 */
final class Consequences {
  private final JobView job;

  private Consequences(JobView job) {
    this.job = job;
  }

  static List<Consequence> of(JobView job) {
    Consequences rows = new Consequences(job);
    List<Consequence> all =
        new ArrayList<>(job.task().runsJava() ? rows.ofJava() : rows.ofProgram());
    if (job.platform().flyte() == Flyte.TWO) {
      rows.addOfFlyteTwo(all);
    }
    return Collections.unmodifiableList(all);
  }

  private List<Consequence> ofJava() {
    return List.of(
        new Consequence(
            "throws, recoverable",
            restartsLeft() > 0 && job.restarting() > 0
                ? restarted() + "; otherwise the attempt fails with it: " + retries()
                : "the attempt fails with it: " + retries()),
        new Consequence("throws anything else", "the attempt fails with it, for good"),
        new Consequence("is killed (out of memory)", killed()),
        deleted());
  }

  private List<Consequence> ofProgram() {
    return List.of(new Consequence("exits with another code than 0", killed()), deleted());
  }

  // Flyte 1 tries again on its own account, and shows what the attempts before have said.
  private void addOfFlyteTwo(List<Consequence> rows) {
    if (job.task().runsJava()) {
      rows.add(
          new Consequence(
              "loses a peer, or storage", "counts as a failure of the task: " + retries()));
    }
    if (job.task().retries() > 0) {
      rows.add(
          new Consequence(
              "an attempt is tried again", "its message is in the logs of its pods only"));
    }
  }

  private String killed() {
    String fails = "the job fails with the operator's message: " + retries();
    return restartsLeft() > 0 && job.restarting() > 0
        ? restarted() + "; otherwise " + fails
        : fails;
  }

  // The operator counts a pod with a deletion timestamp as failed.
  private Consequence deleted() {
    return new Consequence(
        "its pod is deleted (drain, spot)", "the job fails at once, restarts or not: " + retries());
  }

  private String restarted() {
    List<ReplicaType> roles = job.roles(role -> role.restartPolicy() != RestartPolicy.NEVER);
    String who =
        roles.size() == job.roles().size()
            ? ""
            : roles.stream().map(ReplicaType::lowerCaseName).collect(joining(", ")) + ": ";
    int left = restartsLeft();
    return who
        + "started again in its pod, "
        + (left == Integer.MAX_VALUE ? "for ever" : times(left) + " for the whole job");
  }

  // The job fails when its restarts reach the limit.
  private int restartsLeft() {
    Integer limit = job.cluster().runPolicy().backoffLimit();
    return limit == null ? Integer.MAX_VALUE : limit - 1;
  }

  private String retries() {
    int retries = job.task().retries();
    return retries == 0 ? "no retries" : retries == 1 ? "1 retry" : retries + " retries";
  }

  private static String times(int count) {
    return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
  }
}
