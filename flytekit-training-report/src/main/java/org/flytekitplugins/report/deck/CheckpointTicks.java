package org.flytekitplugins.report.deck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Where a picture shows checkpoints; those that would lie on each other it shows as one. */
final class CheckpointTicks {
  /** One tick, of one checkpoint or of several neighbours. */
  static final class Tick {
    private final double place;
    private final long first;
    private long last;
    private int count = 1;

    private Tick(double place, long step) {
      this.place = place;
      this.first = step;
      this.last = step;
    }

    /** Where its first checkpoint lies. */
    double place() {
      return place;
    }

    String text() {
      return count == 1
          ? "checkpoint of step " + first
          : count + " checkpoints, of steps " + first + " to " + last;
    }
  }

  private CheckpointTicks() {}

  /**
   * The ticks, from one end of the picture to the other.
   *
   * @param place where a checkpoint lies
   * @param distance how far ticks are apart at least
   */
  static List<Tick> of(
      List<JobRecord.Checkpoint> checkpoints,
      ToDoubleFunction<JobRecord.Checkpoint> place,
      double distance) {
    List<JobRecord.Checkpoint> sorted = new ArrayList<>(checkpoints);
    sorted.sort(Comparator.comparingDouble(place).thenComparing(JobRecord.Checkpoint::step));
    List<Tick> ticks = new ArrayList<>();
    for (JobRecord.Checkpoint checkpoint : sorted) {
      Tick last = ticks.isEmpty() ? null : ticks.get(ticks.size() - 1);
      double at = place.applyAsDouble(checkpoint);
      if (last != null && at - last.place < distance) {
        last.last = checkpoint.step();
        last.count++;
      } else {
        ticks.add(new Tick(at, checkpoint.step()));
      }
    }
    return ticks;
  }
}
