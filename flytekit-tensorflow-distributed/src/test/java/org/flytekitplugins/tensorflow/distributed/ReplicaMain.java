package org.flytekitplugins.tensorflow.distributed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;

/**
 * A replica as a process of its own. Says on standard output what happens: {@code event}, {@code
 * progress}, {@code result} and {@code failed}, one a line.
 */
final class ReplicaMain {
  private ReplicaMain() {}

  /**
   * Arguments: steps, milliseconds that each batch takes, seconds that peers are waited for, steps
   * between checkpoints, and maybe who exchanges gradients, milliseconds of silence after which a
   * peer is lost, with how many replicas the job goes on, and over how many steps means of the loss
   * are taken, of which it ends after three.
   */
  public static void main(String[] arguments) {
    DistributedTraining training = training(arguments);
    try {
      TrainingResult result;
      try {
        result = training.run();
      } catch (LostPeerException e) {
        if (e.remedy() != LostPeerException.Remedy.REOPEN_SESSION) {
          throw e;
        }
        System.out.println("again " + e.getMessage());
        result = training.run();
      }
      if (result.history().size() > 1) {
        System.out.printf("rate %.1f steps/s of the job%n", rate(result.history()));
      }
      if (Files.exists(Path.of("/proc/self/status"))) {
        System.out.println(
            "peak " + TrainingBenchmark.peakMebibytes(ProcessHandle.current().pid()));
      }
      System.out.println(
          "result steps="
              + result.steps()
              + " replicas="
              + result.stepsPerReplica()
              + " accuracy="
              + result.evaluation().get("accuracy"));
      System.exit(0);
    } catch (RuntimeException e) {
      System.out.println("failed " + e.getClass().getSimpleName() + ": " + e.getMessage());
      System.exit(1);
    }
  }

  private static DistributedTraining training(String... arguments) {
    long pause = Long.parseLong(arguments[1]);
    return Digits.builder()
        .earlyStopping(
            arguments.length > 7
                ? EarlyStopping.builder()
                    .window(Integer.parseInt(arguments[7]))
                    .patience(2)
                    .minDelta(1000)
                    .build()
                : null)
        .minReplicas(arguments.length > 6 ? Integer.valueOf(arguments[6]) : null)
        .batches(shard -> slow(Digits.training().batches(32).open(shard), pause))
        .steps(Long.parseLong(arguments[0]))
        .checkpoints(c -> c.everySteps(Long.parseLong(arguments[3])))
        .deadlines(
            d ->
                d.startUp(Duration.ofSeconds(Long.parseLong(arguments[2])))
                    .step(Duration.ofSeconds(30))
                    .silence(
                        Duration.ofMillis(
                            arguments.length > 5 ? Long.parseLong(arguments[5]) : 5000))
                    .end(Duration.ofSeconds(20)))
        .exchange(Exchange.valueOf(arguments.length > 4 ? arguments[4] : "DIRECT"))
        .reportEvery(Math.max(5, Long.parseLong(arguments[0]) / 600))
        .listener(new Speaker())
        .build();
  }

  /** Steps per second: the median of five parts of a training, after one to warm up. */
  static double rate(List<TrainingProgress> history) {
    int part = (history.size() - 1) / 6;
    if (part == 0) {
      return rate(history.get(0), history.get(history.size() - 1));
    }
    List<Double> rates = new ArrayList<>();
    for (int end = 6; end > 1; end--) {
      int to = history.size() - 1 - (6 - end) * part;
      rates.add(rate(history.get(to - part), history.get(to)));
    }
    Collections.sort(rates);
    return rates.get(2);
  }

  private static double rate(TrainingProgress first, TrainingProgress last) {
    return (last.step() - first.step())
        * 1e9
        / Duration.between(first.time(), last.time()).toNanos();
  }

  /** Batches that take a while each, in milliseconds. */
  static Iterator<Batch> slow(Iterator<Batch> batches, long pause) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public Batch next() {
        if (pause > 0) {
          Deadline.pause(Duration.ofMillis(pause));
        }
        return batches.next();
      }
    };
  }

  private static final class Speaker implements TrainingListener {
    @Override
    public void onProgress(TrainingProgress progress) {
      System.out.println("progress " + progress.step() + " " + progress.loss());
    }

    @Override
    public void onEvent(String event) {
      System.out.println("event " + event);
    }
  }
}
