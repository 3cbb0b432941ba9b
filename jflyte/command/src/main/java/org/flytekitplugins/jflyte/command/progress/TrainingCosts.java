package org.flytekitplugins.jflyte.command.progress;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.flytekitplugins.jflyte.local.LocalExecutionListener;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.localcluster.UsageRecorder;
import org.flytekitplugins.report.internal.usage.UsageJson;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepTimes;
import org.flytekitplugins.report.usage.StepUsage;
import org.flytekitplugins.report.usage.UsageText;
import org.jspecify.annotations.Nullable;

/** What the trainings of an execution have used, each in its last attempt. */
public final class TrainingCosts implements LocalExecutionListener {
  private final Map<String, UsageRecorder> trainings = new LinkedHashMap<>();

  /** Nothing yet. */
  public TrainingCosts() {}

  @Override
  public synchronized List<JobListener> jobListeners(NodeStatus node, TrainingCluster cluster) {
    UsageRecorder recorder = new UsageRecorder(cluster);
    trainings.put(node.name(), recorder);
    return List.of(recorder);
  }

  /** A line for each training of which something is known, for people. */
  public synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    trainings.forEach(
        (node, recorder) -> {
          SortedMap<Replica, ReplicaUsage> replicas = recorder.replicas();
          if (!replicas.isEmpty()) {
            lines.add(node + ": used " + line(replicas));
          }
        });
    return lines;
  }

  private static String line(SortedMap<Replica, ReplicaUsage> replicas) {
    double cpuSeconds = 0;
    double gcSeconds = 0;
    double upSeconds = 0;
    double examples = 0;
    long peak = 0;
    String largest = "";
    @Nullable StepUsage steps = null;
    for (Map.Entry<Replica, ReplicaUsage> one : replicas.entrySet()) {
      ReplicaUsage usage = one.getValue();
      cpuSeconds += usage.cpuSeconds().orElse(0);
      gcSeconds += usage.gcSeconds().orElse(0);
      upSeconds += usage.upSeconds().orElse(0);
      if (usage.peakMemoryBytes().orElse(0) > peak) {
        peak = usage.peakMemoryBytes().getAsLong();
        largest = largest(one.getKey(), usage);
      }
      if (usage.steps().isPresent()) {
        StepUsage own = usage.steps().get();
        examples += own.examplesPerSecond();
        steps = steps == null ? own : steps.plus(own);
      }
    }
    return UsageText.seconds(cpuSeconds)
        + " of processors"
        + (peak == 0 ? "" : ", at most " + UsageText.bytes(peak) + " in " + largest)
        + (upSeconds > 0 ? ", " + UsageText.percent(gcSeconds / upSeconds) + " of it in GC" : "")
        + (steps == null ? "" : steps(steps, examples));
  }

  private static String largest(Replica replica, ReplicaUsage usage) {
    OptionalLong limit = usage.memoryLimitBytes();
    OptionalDouble share = usage.peakShare();
    return share.isEmpty()
        ? replica.toString()
        : replica
            + " ("
            + UsageText.percent(share.getAsDouble())
            + " of "
            + UsageText.bytes(limit.orElse(0))
            + ")";
  }

  private static String steps(StepUsage steps, double examples) {
    StepTimes times = steps.times();
    OptionalDouble peers = steps.peerShare();
    return "; a step took "
        + UsageText.time(times.quantile(0.5))
        + ", one of ten "
        + UsageText.time(times.quantile(0.9))
        + ", one of a hundred "
        + UsageText.time(times.quantile(0.99))
        + (peers.isEmpty()
            ? ""
            : ", " + UsageText.percent(peers.getAsDouble()) + " of it for peers")
        + ", "
        + UsageText.percent(steps.storageShare())
        + " for storage, "
        + UsageText.percent(steps.batchShare())
        + " for batches; "
        + UsageText.rate(examples)
        + " examples/s";
  }

  /**
   * Writes an object of all trainings, for machines: by the name of the node an array of its
   * replicas. What is not known is left out.
   *
   * @throws IOException if the generator cannot write
   */
  public synchronized void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, UsageRecorder> training : trainings.entrySet()) {
      json.writeArrayFieldStart(training.getKey());
      for (Map.Entry<Replica, ReplicaUsage> replica : training.getValue().replicas().entrySet()) {
        write(replica.getKey(), replica.getValue(), json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** Whether a training has run. */
  public synchronized boolean isEmpty() {
    return trainings.isEmpty();
  }

  private static void write(Replica replica, ReplicaUsage usage, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("replica", replica.toString());
    UsageJson.write("memoryBytes", usage.memoryBytes(), json);
    UsageJson.write("peakMemoryBytes", usage.peakMemoryBytes(), json);
    UsageJson.write("memoryLimitBytes", usage.memoryLimitBytes(), json);
    UsageJson.write("cpuSeconds", usage.cpuSeconds(), json);
    UsageJson.write("gcShare", usage.gcShare(), json);
    if (usage.steps().isPresent()) {
      StepUsage steps = usage.steps().get();
      json.writeNumberField("steps", steps.times().size());
      json.writeNumberField("stepSecondsP50", steps.times().quantile(0.5).toNanos() / 1e9);
      json.writeNumberField("stepSecondsP90", steps.times().quantile(0.9).toNanos() / 1e9);
      json.writeNumberField("stepSecondsP99", steps.times().quantile(0.99).toNanos() / 1e9);
      UsageJson.write("peerShare", steps.peerShare(), json);
      json.writeNumberField("storageShare", steps.storageShare());
      json.writeNumberField("batchShare", steps.batchShare());
      json.writeNumberField("examplesPerSecond", steps.examplesPerSecond());
    }
    json.writeEndObject();
  }
}
