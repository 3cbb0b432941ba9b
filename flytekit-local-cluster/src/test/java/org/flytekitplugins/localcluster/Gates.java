package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * Replicas that do nothing but wait until the test tells them to exit, each at a named pipe: no
 * sleeping, no polling, and nothing happens in another order than the test says.
 */
public record Gates(Path folder) {
  private static final String SCRIPT =
      """
      read -r code <"$GATES/${HOSTNAME#local-}"
      exit "$code"
      """;

  /** The gates of a job named {@code local}. */
  public static Gates create(Path folder, TrainingCluster cluster)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mkfifo"));
    for (Replica replica : ClusterText.replicas(cluster)) {
      command.add(folder.resolve(replica.toString()).toString());
    }
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("mkfifo failed");
    }
    return new Gates(folder);
  }

  Program program() {
    return Program.command("sh", "-c", SCRIPT);
  }

  Map<String, String> environment() {
    return Map.of("GATES", folder.toString());
  }

  /** Waits until the replica is at its gate, and lets it exit with this code. */
  void exit(Replica replica, String code) throws IOException {
    Files.writeString(folder.resolve(replica.toString()), code + "\n");
  }
}
