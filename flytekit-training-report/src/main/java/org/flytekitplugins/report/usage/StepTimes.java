package org.flytekitplugins.report.usage;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often a step took how long. Times are counted in buckets, 16 between a time and twice that
 * time, so a quantile is off by 3 % at most, and what two processes have counted can be added up.
 *
 * <p>Written by hand: libraries that do this (HdrHistogram, t-digest) would be one more jar on the
 * class path of every training, for these few lines.
 */
public final class StepTimes {
  private static final int BITS = 4;
  private static final int PER_OCTAVE = 1 << BITS;
  private static final int MOST_OCTAVES = 44;
  private static final int BUCKETS = (MOST_OCTAVES - BITS + 1) * PER_OCTAVE;
  private static final StepTimes NONE = new StepTimes(new TreeMap<>());

  private final SortedMap<Integer, Long> counts;

  private StepTimes(SortedMap<Integer, Long> counts) {
    this.counts = Collections.unmodifiableSortedMap(counts);
  }

  /** No steps. */
  public static StepTimes none() {
    return NONE;
  }

  /**
   * Steps by the number of their bucket.
   *
   * @throws IllegalArgumentException if there is no such bucket, or a count is below 1
   */
  public static StepTimes of(Map<Integer, Long> counts) {
    counts.forEach(
        (bucket, count) -> {
          if (bucket < 0 || bucket >= BUCKETS || count < 1) {
            throw new IllegalArgumentException(
                "bucket " + bucket + " has " + count + " steps, but there are 0 to " + BUCKETS);
          }
        });
    return new StepTimes(new TreeMap<>(counts));
  }

  /** How many steps took a time of each bucket, for buckets that have some. */
  public SortedMap<Integer, Long> counts() {
    return counts;
  }

  /** How many steps there are. */
  public long size() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** These steps and others. */
  public StepTimes plus(StepTimes others) {
    SortedMap<Integer, Long> sum = new TreeMap<>(counts);
    others.counts.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
    return new StepTimes(sum);
  }

  /**
   * The time that a share of the steps did not exceed.
   *
   * @param share from 0 to 1, for example 0.99
   * @return 0 if there are no steps
   */
  public Duration quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * size()));
    for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
      rank -= bucket.getValue();
      if (rank <= 0) {
        return Duration.ofNanos((long) (middle(bucket.getKey()) * 1000));
      }
    }
    return Duration.ZERO;
  }

  private static double middle(int bucket) {
    long from = from(bucket);
    return (from + from(bucket + 1)) / 2.0;
  }

  private static long from(int bucket) {
    if (bucket < PER_OCTAVE) {
      return bucket;
    }
    int octave = bucket / PER_OCTAVE - 1;
    return (long) (PER_OCTAVE + bucket % PER_OCTAVE) << octave;
  }

  private static int bucket(long micros) {
    if (micros < PER_OCTAVE) {
      return (int) Math.max(0, micros);
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS;
    int bucket = (octave + 1) * PER_OCTAVE + (int) (micros >> octave) - PER_OCTAVE;
    return Math.min(bucket, BUCKETS - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StepTimes && counts.equals(((StepTimes) other).counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return size() + " steps, half of them within " + quantile(0.5).toNanos() / 1000 + " µs";
  }

  /** Counts the steps of a process. For one thread. */
  public static final class Recorder {
    private final long[] counts = new long[BUCKETS];

    /** A recorder without steps. */
    public Recorder() {}

    /** Counts a step. */
    public void add(long nanos) {
      counts[bucket(nanos / 1000)]++;
    }

    /** What is counted so far. */
    public StepTimes times() {
      SortedMap<Integer, Long> some = new TreeMap<>();
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        if (counts[bucket] > 0) {
          some.put(bucket, counts[bucket]);
        }
      }
      return new StepTimes(some);
    }
  }
}
