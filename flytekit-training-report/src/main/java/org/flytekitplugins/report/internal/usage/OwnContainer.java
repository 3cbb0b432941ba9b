package org.flytekitplugins.report.internal.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.flytekitplugins.report.usage.ReplicaUsage;

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

  /** What it has used so far; empty where the kernel does not say. */
  public static ReplicaUsage look() {
    return new OwnContainer(Path.of("/sys/fs/cgroup")).usage();
  }

  ReplicaUsage usage() {
    return ReplicaUsage.builder()
        .memoryBytes(number("memory.current", "memory/memory.usage_in_bytes"))
        .peakMemoryBytes(number("memory.peak", "memory/memory.max_usage_in_bytes"))
        .memoryLimitBytes(number("memory.max", "memory/memory.limit_in_bytes"))
        .cpuSeconds(cpuSeconds())
        .build();
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
    try {
      for (String line : Files.readAllLines(groups.resolve("cpu.stat"))) {
        if (line.startsWith("usage_usec ")) {
          return OptionalDouble.of(Long.parseLong(line.substring(line.indexOf(' ') + 1)) / 1e6);
        }
      }
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.empty();
  }
}
