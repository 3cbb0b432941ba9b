package org.flytekitplugins.examples.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Fault;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.localcluster.JobState;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;

/** A training task that runs as a job of real processes on this machine. */
final class TrainingJobTask implements RunnableTask {
  private static final String JOB = "train-digits";
  // As long as it takes: who waits at the terminal can end it.
  private static final Duration DEADLINE = Duration.ofDays(30);

  /** The folder of the replicas' logs, within that of the run. */
  static final String LOGS = "logs";

  private final RunnableTask task;
  private final TrainingCluster cluster;
  private final FaultPlan faults;
  private final Path folder;
  private final List<JobListener> listeners;

  /**
   * A task as a job.
   *
   * @param folder where storage, outputs and logs of the run are
   */
  TrainingJobTask(
      RunnableTask task,
      TrainingCluster cluster,
      FaultPlan faults,
      Path folder,
      List<JobListener> listeners) {
    this.task = task;
    this.cluster = cluster;
    this.faults = faults;
    this.folder = folder;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Refuses faults that would not happen.
   *
   * @throws IllegalArgumentException if a fault names a replica that is not there, a step of a
   *     parameter server, or a step that the training does not have
   */
  static void checkFaults(TrainingCluster cluster, FaultPlan faults, int steps) {
    for (Fault fault : faults.faults()) {
      Replica replica = fault.replica();
      Long step = fault.step();
      if (replica.index() >= cluster.size(replica.type())) {
        throw refused(fault, "the job has no " + replica, "name a replica that it has");
      }
      if (step != null && replica.type() == ReplicaType.PS) {
        throw refused(
            fault, "a parameter server reports no steps", "say when, as in " + replica + "@5s");
      }
      if (step != null && step > steps) {
        throw refused(fault, "the training has " + steps + " steps", "name an earlier one");
      }
    }
  }

  private static IllegalArgumentException refused(Fault fault, String rule, String remedy) {
    return new IllegalArgumentException("kill is \"" + fault + "\", but " + rule + ": " + remedy);
  }

  @Override
  public String getName() {
    return task.getName();
  }

  @Override
  public TypedInterface getInterface() {
    return task.getInterface();
  }

  @Override
  public RetryStrategy getRetries() {
    return task.getRetries();
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    Path outputs = folder.resolve("outputs");
    try (LocalJob job = jobOf(inputs, outputs).start()) {
      if (job.await(DEADLINE) != JobState.SUCCEEDED) {
        throw new IllegalStateException(job.failure());
      }
      return TrainingReplica.literals(Files.readAllLines(outputs));
    } catch (IOException e) {
      throw new UncheckedIOException("the job has succeeded without outputs: " + e, e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the job was running", e);
    }
  }

  private LocalCluster jobOf(Map<String, Literal> inputs, Path outputs) {
    List<String> arguments = new ArrayList<>(List.of(task.getName(), outputs.toString()));
    arguments.addAll(TrainingReplica.texts(inputs));
    return LocalCluster.builder()
        .name(JOB)
        .cluster(cluster)
        .faults(faults)
        .environment(Map.of("FLYTEKIT_STORAGE", folder.toString()))
        .logFolder(logs())
        .output(LogOutput.none())
        .listeners(listeners)
        .gracePeriod(Duration.ofSeconds(5))
        .program(
            Program.mainClass(
                TrainingReplica.class.getName(),
                classPath(),
                // TensorFlow's memory is not on the heap, and four of these share a laptop.
                List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")),
                arguments))
        .build();
  }

  private Path logs() {
    try {
      return Files.createDirectories(folder.resolve(LOGS));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for logs could be made in " + folder, e);
    }
  }

  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path", ""))
        .flatMap(entries -> Arrays.stream(entries.split(java.io.File.pathSeparator, -1)))
        .map(Path::of)
        .toList();
  }
}
