package org.flytekitplugins.jflyte.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.flytekitplugins.tensorflow.distributed.Batch;

/**
 * Blocks of one training, in pairs of which one block tells its progress and the other is silent.
 * Which of the two comes first takes turns, so that what drifts slowly falls on both alike.
 */
final class TellingBlocks {
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private final long settling;
  private final long counted;
  private final int pairs;
  private final OtherProcessors others;
  private final Consumer<Boolean> telling;
  private final long warm = System.nanoTime() + WARM_UP.toNanos();
  private final List<Double> told = new ArrayList<>();
  private final List<Double> silent = new ArrayList<>();
  // Nanoseconds a step of others: the sum over told blocks less that over silent ones.
  private final double[] more = new double[2];

  private int block = -1;
  private long due = warm;
  private boolean isSettling;
  private long steps;
  private long start;
  private long[] othersStart = {0, 0};

  /**
   * {@code telling} hears at the start of each block whether it tells.
   *
   * @param settling what followers still do for the block before is nobody's
   */
  TellingBlocks(
      Duration settling,
      Duration counted,
      int pairs,
      OtherProcessors others,
      Consumer<Boolean> telling) {
    this.settling = settling.toNanos();
    this.counted = counted.toNanos();
    this.pairs = pairs;
    this.others = others;
    this.telling = telling;
  }

  /** The same batches; each asked for is the end of a step. */
  Iterator<Batch> over(Iterator<Batch> batches) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !areOver() && batches.hasNext();
      }

      @Override
      public Batch next() {
        step();
        return batches.next();
      }
    };
  }

  boolean areOver() {
    return block == 2 * pairs;
  }

  private void step() {
    steps++;
    if (System.nanoTime() < due || areOver()) {
      return;
    }
    if (isSettling) {
      begin();
      return;
    }
    if (block >= 0) {
      end();
    }
    block++;
    telling.accept(tells());
    isSettling = true;
    due = System.nanoTime() + settling;
  }

  private void begin() {
    isSettling = false;
    steps = 0;
    othersStart = others.nanos();
    start = System.nanoTime();
    due = start + counted;
  }

  private void end() {
    double nanos = (double) (System.nanoTime() - start) / steps;
    (tells() ? told : silent).add(nanos);
    long[] othersEnd = others.nanos();
    for (int i = 0; i < more.length; i++) {
      more[i] += (tells() ? 1.0 : -1.0) * (othersEnd[i] - othersStart[i]) / steps;
    }
  }

  // Silent, telling, telling, silent.
  private boolean tells() {
    return block % 4 == 1 || block % 4 == 2;
  }

  /**
   * A step that is silent; the median of the pairs' ratios, with its interval of 95 %; processors of
   * others.
   */
  String row() {
    double[] ratios = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      ratios[pair] = told.get(pair) / silent.get(pair);
    }
    Arrays.sort(ratios);
    // So many of n lie below the true median: binomial, n/2 ± 1.96 √n / 2.
    double aside = 0.98 * Math.sqrt(pairs);
    double[] steps = silent.stream().mapToDouble(step -> step).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.0f µs | %.4f (%.4f–%.4f) | %.2f | %.2f |",
        steps[pairs / 2] / 1e3,
        ratios[pairs / 2],
        ratios[Math.max(0, (int) Math.floor(pairs / 2.0 - aside))],
        ratios[Math.min(pairs - 1, (int) Math.ceil(pairs / 2.0 + aside))],
        more[0] / pairs / 1e3,
        more[1] / pairs / 1e3);
  }
}
