package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a container's memory is shared out between the Java heap and native code, which is where
 * tensors are.
 *
 * @param limit the container's limit in bytes, or null if it has none
 * @param heap how large the heap may become, in bytes
 */
record MemorySplit(@Nullable Long limit, long heap) {
  private static final Path[] LIMIT_FILES = {
    Path.of("/sys/fs/cgroup/memory.max"), Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes")
  };

  /** Version 1 of control groups writes a number like this for no limit. */
  private static final long NO_LIMIT = 1L << 60;

  private static final long GI = 1L << 30;
  private static final long MI = 1L << 20;

  static MemorySplit current() {
    Long limit = null;
    for (Path file : LIMIT_FILES) {
      limit = limit == null ? read(file) : limit;
    }
    return new MemorySplit(limit, Runtime.getRuntime().maxMemory());
  }

  private static @Nullable Long read(Path file) {
    try {
      long bytes = Long.parseLong(Files.readString(file).strip());
      return bytes < NO_LIMIT ? bytes : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  /** For example {@code memory: limit 4Gi = heap 1Gi + native 3Gi}. */
  @Override
  public String toString() {
    return limit == null
        ? "memory: no limit, heap " + quantity(heap)
        : "memory: limit "
            + quantity(limit)
            + " = heap "
            + quantity(heap)
            + " + native "
            + quantity(Math.max(0, limit - heap));
  }

  // In whole mebibytes, or in gibibytes with one digit where that loses nothing that matters.
  private static String quantity(long bytes) {
    if (bytes < GI) {
      return bytes / MI + "Mi";
    }
    long tenths = Math.round(bytes * 10.0 / GI);
    return tenths % 10 == 0 ? tenths / 10 + "Gi" : tenths / 10 + "." + tenths % 10 + "Gi";
  }
}
