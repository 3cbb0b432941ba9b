package org.flytekitplugins.tensorflow.distributed.internal.data;

import java.util.Random;
import java.util.stream.IntStream;

/** An order of examples that a seed and the number of the pass through them alone decide. */
public final class Shuffle {
  private Shuffle() {}

  /** The numbers 0 to size - 1 in the order of one pass (Fisher-Yates). */
  public static int[] order(int size, long seed, long pass) {
    int[] order = IntStream.range(0, size).toArray();
    // Random, because Java fixes its algorithm: a seed means the same order on every version.
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + pass);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
