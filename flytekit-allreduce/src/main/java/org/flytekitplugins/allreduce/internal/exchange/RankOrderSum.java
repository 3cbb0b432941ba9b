package org.flytekitplugins.allreduce.internal.exchange;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Adds the values of all replicas in the order of their ranks, whoever's came first, so that the
 * bits are the same wherever and whenever it is done.
 */
final class RankOrderSum {
  private final int self;
  // Arrays, because only loops over arrays are compiled to vector instructions.
  private float[] sum = new float[0];
  private float[] next = new float[0];

  RankOrderSum(int self) {
    this.self = self;
  }

  /**
   * Replaces own values by sums.
   *
   * @param lanes by rank; each holds as many values of its peer
   */
  void replace(FloatBuffer values, int from, int count, List<Lane> lanes) {
    if (next.length < count) {
      next = new float[count];
    }
    // Which of the first two is added to which makes no difference, so both can do it in place.
    if (self <= 1 && values.hasArray()) {
      for (Lane lane : lanes) {
        lane.held().floats(count).get(next, 0, count);
        add(values.array(), values.arrayOffset() + from, next, count);
      }
      return;
    }
    FloatBuffer own = values.duplicate();
    own.position(from).limit(from + count);
    sum(own, count, lanes);
    own.position(from);
    own.put(sum, 0, count);
  }

  private void sum(FloatBuffer own, int count, List<Lane> lanes) {
    if (sum.length < count) {
      sum = new float[count];
    }
    boolean isOwnAdded = false;
    boolean isFirst = true;
    for (Lane lane : lanes) {
      if (!isOwnAdded && lane.peer() > self) {
        add(own, count, isFirst);
        isOwnAdded = true;
        isFirst = false;
      }
      add(lane.held().floats(count), count, isFirst);
      isFirst = false;
    }
    if (!isOwnAdded) {
      add(own, count, isFirst);
    }
  }

  private void add(FloatBuffer values, int count, boolean isFirst) {
    if (isFirst) {
      values.get(sum, 0, count);
      return;
    }
    values.get(next, 0, count);
    add(sum, 0, next, count);
  }

  private static void add(float[] to, int from, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      to[from + i] += values[i];
    }
  }
}
