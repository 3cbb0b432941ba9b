package org.flytekitplugins.jflyte.execution.attempt;

import org.jspecify.annotations.Nullable;

/** Some heap that is given back when there is no more, so that there is enough to say so. */
final class MemoryReserve {
  private static final int SIZE = 1 << 20;

  @SuppressWarnings("UnusedVariable") // it is there to take up room
  private byte @Nullable [] reserve = new byte[SIZE];

  synchronized void release() {
    reserve = null;
  }
}
