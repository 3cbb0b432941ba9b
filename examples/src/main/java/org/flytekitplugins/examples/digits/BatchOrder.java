package org.flytekitplugins.examples.digits;

import java.util.Random;

/**
 * Which rows each step learns from: every row once, in random order, then every row once in another
 * order, and so on without end. A batch may reach from one round into the next, so all batches are
 * full.
 */
final class BatchOrder {

  private final int size;
  private final Random random;
  private int[] round = {};
  private int used = 0;

  BatchOrder(int size, Random random) {
    this.size = size;
    this.random = random;
  }

  /** Returns the next {@code count} row numbers. */
  int[] next(int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      if (used == round.length) {
        round = Digits.shuffledRows(size, random);
        used = 0;
      }
      rows[i] = round[used++];
    }
    return rows;
  }
}
