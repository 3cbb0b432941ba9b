package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntConsumer;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.localcluster.internal.ProcessGuard;
import org.flytekitplugins.localcluster.internal.ReplicaLog;
import org.flytekitplugins.localcluster.internal.ReplicaProcess;
import org.flytekitplugins.localcluster.internal.SearchPath;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.LocalFolderStorage;

/** Starts the processes of a job's replicas, with what the operator and this machine tell them. */
final class ReplicaLauncher {
  /** What gRPC, and so whatever trains by it, reads before {@code no_proxy}. */
  private static final String NO_PROXY = "no_grpc_proxy";

  private static final String LOOPBACK = "127.0.0.1,localhost";

  private final LocalCluster cluster;
  private final SortedMap<Replica, String> addresses;
  private final ProcessGuard guard;
  private final Path folder;

  ReplicaLauncher(
      LocalCluster cluster, SortedMap<Replica, String> addresses, ProcessGuard guard, Path folder) {
    this.cluster = cluster;
    this.addresses = addresses;
    this.guard = guard;
    this.folder = folder;
  }

  /**
   * Sees to it that the processes can be started at all.
   *
   * @throws LocalClusterException if the working folder or the program is not there
   */
  static void check(LocalCluster cluster) {
    Replica first = cluster.kind().primary(cluster.cluster());
    Path folder = cluster.workingFolder();
    if (!Files.isDirectory(folder)) {
      throw new LocalClusterException(
          first + " cannot start: workingFolder is " + folder + ", but that is no folder: make it");
    }
    String program = cluster.program().command().get(0);
    boolean isPath = program.contains("/") || program.contains("\\");
    boolean found =
        isPath
            ? Files.isExecutable(folder.resolve(program))
            : SearchPath.of(environment(cluster)).find(program) != null;
    // Windows has rules of its own for what a program's name may leave out.
    if (!found && !isWindows()) {
      throw new LocalClusterException(
          String.format(
              "%s cannot start: command is \"%s\", but no such program is %s: install it, or give"
                  + " its path",
              first, program, isPath ? "there" : "on PATH"));
    }
  }

  ReplicaProcess start(Replica replica, Path progress, ReplicaLog log, IntConsumer onExit)
      throws IOException {
    List<String> command =
        cluster
            .kind()
            .localCommand(
                cluster.cluster(), replica, ArgumentFile.command(cluster.program(), folder));
    ProcessBuilder builder =
        new ProcessBuilder(guard.wrap(cluster.name() + "-" + replica, command))
            .directory(cluster.workingFolder().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(environment(cluster));
    // A container is told the name of its pod, unless its own environment says another.
    if (!cluster.environment().containsKey("HOSTNAME")) {
      environment.put("HOSTNAME", cluster.name() + "-" + replica);
    }
    // In a folder that several jobs have, one would go on from the checkpoints of another.
    environment.putIfAbsent(LocalFolderStorage.VARIABLE, folder.resolve("storage").toString());
    // A proxy does not find the way back to this machine, and gRPC would ask it for each peer.
    environment.put(NO_PROXY, noProxy(environment));
    cluster.kind().localVariables(cluster.cluster(), replica).forEach(environment::putIfAbsent);
    environment.put(ProgressLog.VARIABLE, progress.toString());
    environment.putAll(cluster.kind().variables(cluster.cluster(), replica, addresses));
    return ReplicaProcess.start(replica.toString(), builder, guard, log, onExit);
  }

  private static String noProxy(Map<String, String> environment) {
    String own = environment.getOrDefault(NO_PROXY, environment.getOrDefault("no_proxy", ""));
    return own.isBlank() ? LOOPBACK : own + "," + LOOPBACK;
  }

  // This process may itself be a replica of something, or somebody's job: what it was told must not
  // reach the others.
  private static Map<String, String> environment(LocalCluster cluster) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> isOfLauncher(cluster, name));
    environment.remove(LocalFolderStorage.VARIABLE);
    environment.putAll(cluster.environment());
    return environment;
  }

  private static boolean isOfLauncher(LocalCluster cluster, String name) {
    return TrainingContext.isVariable(name) || cluster.kind().variableNames().contains(name);
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }
}
