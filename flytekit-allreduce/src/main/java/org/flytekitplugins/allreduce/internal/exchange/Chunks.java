package org.flytekitplugins.allreduce.internal.exchange;

/** A range, cut into pieces of one size, and a last one of what is left; at least one. */
final class Chunks {
  private final int from;
  private final int size;
  private final int chunk;

  Chunks(int from, int size, int chunk) {
    this.from = from;
    this.size = size;
    this.chunk = chunk;
  }

  int count() {
    // One that is empty still tells the peer that there is nothing to come.
    return Math.max(1, (int) (((long) size + chunk - 1) / chunk));
  }

  int from(int i) {
    return from + i * chunk;
  }

  int size(int i) {
    return Math.min(chunk, size - i * chunk);
  }

  int largest() {
    return Math.min(chunk, size);
  }
}
