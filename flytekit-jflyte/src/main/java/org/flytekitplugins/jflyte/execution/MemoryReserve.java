package org.flytekitplugins.jflyte.execution;

import org.jspecify.annotations.Nullable;

/** Some heap that is given back when there is no more, so that there is enough to say so. */
final class MemoryReserve {
  private static final int SIZE = 1 << 20;

  private byte @Nullable [] reserve = new byte[SIZE];

  synchronized void release() {
    reserve = null;
  }

  synchronized boolean isReleased() {
    return reserve == null;
  }
}
