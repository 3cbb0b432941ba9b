package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;

/** A job whose replicas are processes, as the operator would start them. Ended when closed. */
final class ProcessJob implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Class<?> program;
  private final LoopbackCluster cluster;
  private final Path folder;
  private final String[] arguments;
  private final Map<String, Process> processes = new HashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();

  /**
   * A job that is not started yet.
   *
   * @param arguments those of {@link ReplicaMain}
   */
  ProcessJob(LoopbackCluster cluster, Path folder, Object... arguments) {
    this(ReplicaMain.class, cluster, folder, arguments);
  }

  /** A job of another program that is not started yet. */
  ProcessJob(Class<?> program, LoopbackCluster cluster, Path folder, Object... arguments) {
    this.program = program;
    this.cluster = cluster;
    this.folder = folder;
    this.arguments = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
  }

  ProcessJob startAll() throws IOException {
    for (Replica replica : cluster.replicas()) {
      start(replica.toString());
    }
    return this;
  }

  /** Starts a replica, or starts it again. */
  void start(String replica) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    starts.merge(replica, 1, Integer::sum);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output(replica).toFile())
            .redirectError(folder.resolve(replica + "-" + starts.get(replica) + ".err").toFile());
    builder.environment().put("TF_CONFIG", cluster.tfConfig(Replica.parse(replica)));
    builder.environment().put("FLYTEKIT_STORAGE", folder.resolve("storage").toString());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "1");
    // As the local cluster does.
    builder.environment().put("TF_GRPC_REUSE_PORT", "true");
    processes.put(replica, builder.start());
  }

  private Path output(String replica) {
    return folder.resolve(replica + "-" + starts.get(replica) + ".out");
  }

  /** Kills a replica as a lost node would. */
  void kill(String replica) throws InterruptedException {
    processes.get(replica).destroyForcibly().waitFor();
  }

  /** Stops a replica without ending it, as on a node that hangs. */
  void freeze(String replica) throws IOException, InterruptedException {
    signal(replica, "-STOP");
  }

  /** Lets a replica that was frozen go on. */
  void thaw(String replica) throws IOException, InterruptedException {
    signal(replica, "-CONT");
  }

  private void signal(String replica, String signal) throws IOException, InterruptedException {
    String pid = Long.toString(processes.get(replica).pid());
    int exitCode = new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException(replica + " cannot be sent " + signal);
    }
  }

  /** What a replica has said since its last start. */
  List<String> said(String replica) {
    try {
      return Files.readAllLines(output(replica));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What a replica has said since its last start, of one kind. */
  List<String> said(String replica, String kind) {
    return said(replica).stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.substring(kind.length() + 1))
        .collect(Collectors.toList());
  }

  /** The last step that a replica has reported since its last start. */
  long step(String replica) {
    List<String> progress = said(replica, "progress");
    return progress.isEmpty()
        ? 0
        : Long.parseLong(progress.get(progress.size() - 1).split(" ", -1)[0]);
  }

  /** Waits until a replica has come to a step since its last start. */
  void awaitStep(String replica, long step) throws InterruptedException {
    await(replica + " at step " + step, () -> step(replica) >= step);
  }

  /** Waits until a replica has said something of a kind since its last start. */
  void awaitSaid(String replica, String kind) throws InterruptedException {
    await(replica + " saying " + kind, () -> !said(replica, kind).isEmpty());
  }

  /** Waits until a replica has told of an event since its last start. */
  void awaitEvent(String replica, String part) throws InterruptedException {
    await(
        replica + " saying " + part,
        () -> said(replica, "event").stream().anyMatch(event -> event.contains(part)));
  }

  private void await(String what, java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("waited in vain for " + what + transcript());
      }
      Thread.sleep(50);
    }
  }

  /** Waits until a replica ends, and gives what it said last. */
  String awaitEnd(String replica) throws InterruptedException {
    assertThat(processes.get(replica).waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as(() -> replica + " ended" + transcript())
        .isTrue();
    List<String> said = said(replica);
    return said.isEmpty() ? transcript() : said.get(said.size() - 1);
  }

  /** The largest resident set that a running replica has had, on Linux. */
  long peakMebibytes(String replica) {
    return TrainingBenchmark.peakMebibytes(processes.get(replica).pid());
  }

  boolean isAlive(String replica) {
    return processes.get(replica).isAlive();
  }

  /** Everything that everybody said, for messages. */
  String transcript() {
    StringBuilder all = new StringBuilder();
    processes.forEach((replica, process) -> all.append(transcript(replica)));
    return all.toString();
  }

  private String transcript(String replica) {
    try {
      return "\n== "
          + replica
          + "\n"
          + String.join("\n", said(replica))
          + "\n"
          + Files.readString(folder.resolve(replica + "-" + starts.get(replica) + ".err"));
    } catch (IOException e) {
      return "\n== " + replica + " said nothing: " + e;
    }
  }

  @Override
  public void close() {
    processes.values().forEach(process -> process.destroyForcibly().onExit().join());
  }
}
