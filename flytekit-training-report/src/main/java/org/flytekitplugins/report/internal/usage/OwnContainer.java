package org.flytekitplugins.report.internal.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/**
 * What the container that this process runs in has used, with all its processes, as the kernel
 * counts it for the container's control group, of version 2 or 1. Only within a container is that
 * what a replica has used: elsewhere the group is that of many.
 */
public final class OwnContainer {
  /** Version 1 writes a number like this for no limit. */
  private static final long NO_LIMIT = 1L << 60;

  private final Path groups;

  OwnContainer(Path groups) {
    this.groups = groups;
  }

  /**
   * What a replica has used so far that is alone in its container.
   *
   * @param told what its process has told itself; null for nothing
   * @return empty where the kernel does not say either
   */
  public static ReplicaUsage look(@Nullable ReplicaUsage told) {
    return new OwnContainer(Path.of("/sys/fs/cgroup")).usage(told);
  }

  /**
   * The kernel's peak has the files in it that were read, up to the limit if they are large: that
   * of a process counts where it is known.
   */
  ReplicaUsage usage(@Nullable ReplicaUsage told) {
    OptionalLong now = memory();
    ReplicaUsage.Builder usage =
        ReplicaUsage.builder()
            .memoryBytes(now)
            .memoryLimitBytes(number("memory.max", "memory/memory.limit_in_bytes"))
            .cpuSeconds(cpuSeconds());
    if (told != null && told.peakMemoryBytes().isPresent()) {
      return told.seenBy(usage.peakMemoryBytes(now).build());
    }
    ReplicaUsage container =
        usage.peakMemoryBytes(number("memory.peak", "memory/memory.max_usage_in_bytes")).build();
    return told == null ? container : told.seenBy(container);
  }

  // As Kubernetes counts it: without what the kernel has kept of files that nobody has read twice,
  // which it gives back before it kills anybody.
  private OptionalLong memory() {
    OptionalLong all = number("memory.current", "memory/memory.usage_in_bytes");
    if (all.isEmpty()) {
      return all;
    }
    long files =
        figure("memory.stat", "inactive_file")
            .orElseGet(() -> figure("memory/memory.stat", "total_inactive_file").orElse(0));
    return OptionalLong.of(Math.max(0, all.getAsLong() - files));
  }

  private OptionalLong number(String newer, String older) {
    OptionalLong number = number(newer);
    return number.isPresent() ? number : number(older);
  }

  private OptionalLong number(String file) {
    try {
      long number = Long.parseLong(Files.readString(groups.resolve(file)).strip());
      return number < NO_LIMIT ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private OptionalDouble cpuSeconds() {
    OptionalLong nanos = number("cpuacct/cpuacct.usage", "cpu,cpuacct/cpuacct.usage");
    if (nanos.isPresent()) {
      return OptionalDouble.of(nanos.getAsLong() / 1e9);
    }
    OptionalLong micros = figure("cpu.stat", "usage_usec");
    return micros.isPresent()
        ? OptionalDouble.of(micros.getAsLong() / 1e6)
        : OptionalDouble.empty();
  }

  /** That of a file of many, a name and a number each line. */
  private OptionalLong figure(String file, String name) {
    try {
      for (String line : Files.readAllLines(groups.resolve(file))) {
        if (line.startsWith(name + " ")) {
          return OptionalLong.of(Long.parseLong(line.substring(name.length() + 1)));
        }
      }
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }
}
