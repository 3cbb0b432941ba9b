package org.flytekitplugins.allreduce.internal.exchange;

/**
 * From which size on an exchange is done in segments, and how it is cut into frames. The same for
 * all replicas; the sums do not depend on it.
 */
public final class ExchangeSizes {
  private static final int CHUNK = 256 * 1024;
  // By measurement: benchmarks/all-reduce.md.
  private static final int WHOLE = 128 * 1024;

  private final int chunkBytes;
  private final long wholeBytes;

  /**
   * Sizes.
   *
   * @param chunkBytes of the largest frame; a multiple of 4
   * @param wholeBytes what each replica sends at most when everybody sends everything to everybody
   */
  public ExchangeSizes(int chunkBytes, long wholeBytes) {
    this.chunkBytes = chunkBytes;
    this.wholeBytes = wholeBytes;
  }

  /** Those that were the quickest. */
  public static ExchangeSizes measured() {
    return new ExchangeSizes(CHUNK, WHOLE);
  }

  int chunkBytes() {
    return chunkBytes;
  }

  boolean isWhole(long bytes, int replicas) {
    return replicas == 1 || bytes <= wholeBytes / (replicas - 1);
  }

  /** Both numbers, with a slash between them. */
  @Override
  public String toString() {
    return chunkBytes + "/" + wholeBytes;
  }
}
