package org.flytekitplugins.jflyte.execution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.Progress;
import org.flytekitplugins.localcluster.deck.JobRecord;
import org.flytekitplugins.localcluster.deck.TrainingDeck;
import org.jspecify.annotations.Nullable;

/** The page that Flyte's console shows of a training: what its primary replica reported. */
final class TrainingDeckFile {
  /** More points than a screen has; a long training is thinned out to no more. */
  private static final int MOST_POINTS = 1000;

  private final String task;
  private final TrainingCluster cluster;
  private final Replica replica;
  private final Instant start = Instant.now();
  private volatile @Nullable ProgressFile progress;

  TrainingDeckFile(String task, TrainingCluster cluster, Replica replica) {
    this.task = task;
    this.cluster = cluster;
    this.replica = replica;
  }

  void follow(ProgressFile file) {
    progress = file;
  }

  /**
   * The page; empty if there is nothing to draw.
   *
   * @throws UncheckedIOException if the progress cannot be read
   */
  byte[] draw() {
    ProgressFile file = progress;
    Path path = file == null ? null : file.path();
    if (path == null || !Files.exists(path)) {
      return new byte[0];
    }
    List<JobRecord.Measurement> measurements = measurements(path);
    if (measurements.isEmpty()) {
      return new byte[0];
    }
    JobRecord.Run run = new JobRecord.Run(replica, start, Instant.now(), JobRecord.RUNNING);
    JobRecord record = new JobRecord(task, cluster, List.of(), List.of(run), measurements);
    return TrainingDeck.of(record).html().getBytes(StandardCharsets.UTF_8);
  }

  private List<JobRecord.Measurement> measurements(Path path) {
    List<JobRecord.Measurement> kept = new ArrayList<>();
    int every = 1;
    long line = 0;
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        if (line++ % every != 0) {
          continue;
        }
        JobRecord.Measurement measurement = measurement(text);
        if (measurement != null) {
          kept.add(measurement);
        }
        if (kept.size() == 2 * MOST_POINTS) {
          kept = everySecond(kept);
          every *= 2;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("progress file " + path + " cannot be read: " + e, e);
    }
    return kept;
  }

  private static List<JobRecord.Measurement> everySecond(List<JobRecord.Measurement> all) {
    List<JobRecord.Measurement> half = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      half.add(all.get(i));
    }
    return half;
  }

  // The last line may be half written.
  private JobRecord.@Nullable Measurement measurement(String line) {
    try {
      Progress parsed = Progress.parse(line);
      Instant time = parsed.time().isEmpty() ? start : Instant.parse(parsed.time());
      return new JobRecord.Measurement(replica, time, parsed.step(), parsed.metrics());
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
