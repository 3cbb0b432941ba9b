package org.flytekitplugins.jflyte.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flytekitplugins.client.ExecutionId;
import org.flytekitplugins.client.LaunchableEntity;
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.client.TaskAttempt;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.Replicas;
import org.jspecify.annotations.Nullable;

/**
 * Where the logs of an attempt are.
 *
 * @param node the name of its node
 * @param entity the task it runs
 * @param attempt its number, from 1 up
 * @param pods the names of its pods, by their replicas; of one that is no job by an empty text;
 *     empty if Flyte has not said what it has made
 * @param links Flyte's links to its logs by their titles, to pods that there are
 * @param commands what shows the logs, as long as the pods are there
 */
record PodLogs(
    String node,
    String entity,
    int attempt,
    Map<String, String> pods,
    Map<String, String> links,
    List<String> commands) {
  // Flyte names pods after the fields of the job there, where the operator names them after roles.
  private static final Pattern WRONG_POD = Pattern.compile("-(master|ps|chief|evaluator)Replica-");

  /**
   * The logs of an attempt of a task.
   *
   * @param task as it is registered; null if it is not
   * @param flyte which Flyte it ran on, 1 or 2
   */
  static PodLogs of(
      ExecutionId execution,
      NodeStatus node,
      TaskAttempt attempt,
      @Nullable LaunchableEntity task,
      int flyte) {
    Optional<JobKind> kind = JobKinds.own().ofTaskType(attempt.taskType());
    Map<String, String> pods = new LinkedHashMap<>();
    String made = attempt.resource();
    if (!made.isEmpty() && kind.isPresent() && task != null) {
      TrainingCluster cluster = kind.get().read(task.custom(), task.taskTypeVersion());
      for (Replica replica : Replicas.of(cluster)) {
        pods.put(replica.toString(), made + "-" + replica);
      }
    } else if (!made.isEmpty() && kind.isEmpty()) {
      pods.put("", made);
    }
    return new PodLogs(
        node.name(),
        attempt.task(),
        attempt.number(),
        pods,
        rightLinks(attempt.logs()),
        commands(execution, flyte, pods, kind.isPresent()));
  }

  private static Map<String, String> rightLinks(Map<String, String> links) {
    Map<String, String> right = new LinkedHashMap<>();
    links.forEach((title, uri) -> right.put(title, WRONG_POD.matcher(uri).replaceAll("-$1-")));
    return right;
  }

  private static List<String> commands(
      ExecutionId execution, int flyte, Map<String, String> pods, boolean isJob) {
    // Flyte 2 has all pods in one namespace, unless it is configured otherwise.
    String namespace = flyte == 2 ? "flyte" : execution.project() + "-" + execution.domain();
    List<String> commands = new ArrayList<>();
    pods.values().forEach(pod -> commands.add("kubectl logs -n " + namespace + " " + pod));
    if (pods.isEmpty()) {
      commands.add(
          "kubectl logs -n "
              + namespace
              + (flyte == 2 ? " -l run=" : " -l execution-id=")
              + execution.name()
              + (isJob ? ",training.kubeflow.org/job-name" : "")
              + " --prefix --tail=-1");
    }
    return commands;
  }
}
