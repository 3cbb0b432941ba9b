package org.flytekitplugins.jflyte.testing.propeller;

import flyteidl.core.Execution.TaskLog;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * The links that Flyte makes to the logs of pods, with the names that it gives them, which are not
 * those that the operator gives to parameter servers, chiefs and evaluators.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/plugins/k8s/kfoperators/common/common_operator.go">common_operator.go</a>
 */
final class LogLinks {
  private static final String DISPLAYED = "Kubernetes Logs";

  private LogLinks() {}

  /** That of a task's only pod. */
  static List<TaskLog> ofPod(NodeExecutionIdentifier node, int attempt) {
    return List.of(link(node.getExecutionId(), name(node, attempt), DISPLAYED + " (User)"));
  }

  /** Those of a job's pods. */
  static List<TaskLog> ofJob(NodeExecutionIdentifier node, int attempt, TrainingCluster cluster) {
    String job = name(node, attempt);
    WorkflowExecutionIdentifier execution = node.getExecutionId();
    List<TaskLog> links = new ArrayList<>();
    if (cluster.size(ReplicaType.MASTER) > 0) {
      links.add(link(execution, job + "-master-0", DISPLAYED + "master"));
    }
    for (int i = 0; i < cluster.size(ReplicaType.WORKER); i++) {
      links.add(link(execution, job + "-worker-" + i, DISPLAYED));
    }
    for (int i = 0; i < cluster.size(ReplicaType.PS); i++) {
      links.add(link(execution, job + "-psReplica-" + i, DISPLAYED));
    }
    if (cluster.size(ReplicaType.CHIEF) > 0) {
      links.add(link(execution, job + "-chiefReplica-0", DISPLAYED));
    }
    if (cluster.size(ReplicaType.EVALUATOR) > 0) {
      links.add(link(execution, job + "-evaluatorReplica-0", DISPLAYED));
    }
    return links;
  }

  private static String name(NodeExecutionIdentifier node, int attempt) {
    return node.getExecutionId().getName() + "-" + node.getNodeId() + "-" + attempt;
  }

  private static TaskLog link(WorkflowExecutionIdentifier execution, String pod, String name) {
    String namespace = execution.getProject() + "-" + execution.getDomain();
    return TaskLog.newBuilder()
        .setUri(
            "http://localhost:30080/kubernetes-dashboard/#/log/"
                + namespace
                + "/"
                + pod
                + "/pod?namespace="
                + namespace)
        .setName(name)
        .setMessageFormat(TaskLog.MessageFormat.JSON)
        .build();
  }
}
