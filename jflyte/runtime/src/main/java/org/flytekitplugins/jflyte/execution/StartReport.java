package org.flytekitplugins.jflyte.execution;

import java.security.CodeSource;
import java.util.Map;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.internal.ClusterInWords;

/**
 * The first lines of a replica's log: what it found, for whoever has to find out why it does not do
 * what it should. Nothing of the environment or the inputs, which may be secret.
 */
final class StartReport {
  private final ExecuteOptions options;
  private final TrainingContext context;
  private final TrainingCluster cluster;
  private final RunnableTask task;

  StartReport(
      ExecuteOptions options, TrainingContext context, TrainingCluster cluster, RunnableTask task) {
    this.options = options;
    this.context = context;
    this.cluster = cluster;
    this.task = task;
  }

  void print(ReplicaConsole console) {
    console.say(job() + "\n" + MemorySplit.current() + "\n" + versions());
  }

  /** Which task this is, and which of its replicas. */
  String job() {
    return "task " + options.task() + "\n" + role();
  }

  private String role() {
    StringBuilder line = new StringBuilder("replica ").append(context.replica());
    line.append(context.isPrimary() ? ", the primary, of a job of " : " of a job of ");
    line.append(ClusterInWords.of(cluster));
    ReplicaSpec own = cluster.replicas().get(context.type());
    if (own != null) {
      line.append("; restart policy ").append(own.restartPolicy());
    }
    line.append("; peers: ");
    String separator = "";
    for (Map.Entry<Replica, String> peer : context.addresses().entrySet()) {
      if (!peer.getKey().equals(context.replica())) {
        line.append(separator).append(peer.getKey()).append(" at ").append(peer.getValue());
        separator = ", ";
      }
    }
    return separator.isEmpty() ? line.append("none known").toString() : line.toString();
  }

  private String versions() {
    return "launcher flytekit-jflyte "
        + Distribution.VERSION
        + " (flytekit-api "
        + file(RunnableTask.class)
        + "), registrar "
        + file(task.getClass())
        + ", Java "
        + System.getProperty("java.version");
  }

  // Jar names have the version in them, manifests often have not.
  private static String file(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "of unknown version";
    }
    String location = source.getLocation().getPath();
    String path = location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
