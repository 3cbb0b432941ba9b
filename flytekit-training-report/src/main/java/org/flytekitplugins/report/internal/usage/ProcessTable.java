package org.flytekitplugins.report.internal.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this machine at one moment, as Linux tells of them in {@code /proc}: whatever a
 * process is a program of, its memory and time can be seen from outside. Elsewhere there are none.
 */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** What the kernel counts the time of processes in, on all platforms that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private final Map<Long, Double> cpuSeconds = new HashMap<>();
  private final Map<Long, List<Long>> children = new HashMap<>();

  private ProcessTable() {}

  /** The processes as they are now. */
  public static ProcessTable read() {
    ProcessTable table = new ProcessTable();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      processes.forEach(table::add);
    } catch (IOException | DirectoryIteratorException e) {
      return table;
    }
    return table;
  }

  // PID (NAME) STATE PPID …, and a name may have blanks and brackets in it.
  private void add(Path process) {
    try {
      byte[] bytes = Files.readAllBytes(process.resolve("stat"));
      String stat = new String(bytes, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long id = Long.parseLong(process.getFileName().toString());
      children.computeIfAbsent(Long.valueOf(fields[1]), any -> new ArrayList<>()).add(id);
      long ticks = 0;
      // Its own time and that of the children that it has waited for, in user and system mode.
      for (int field = 11; field <= 14; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      cpuSeconds.put(id, ticks / TICKS_PER_SECOND);
    } catch (IOException
        | UncheckedIOException
        | NumberFormatException
        | IndexOutOfBoundsException e) {
      // It has ended meanwhile.
      return;
    }
  }

  /**
   * What a process and those that it has started, and they again, have used. Memory that several of
   * them share is counted for each. The peak is that of the largest of them, or what they have
   * together now.
   *
   * @return empty if there is no such process
   */
  public Optional<ReplicaUsage> family(long process) {
    if (!cpuSeconds.containsKey(process)) {
      return Optional.empty();
    }
    double cpu = 0;
    long resident = 0;
    long peak = 0;
    Deque<Long> left = new ArrayDeque<>(List.of(process));
    while (!left.isEmpty()) {
      Long next = left.remove();
      cpu += cpuSeconds.getOrDefault(next, 0.0);
      @Nullable ProcessStatus status = ProcessStatus.read(next.toString());
      if (status != null) {
        resident += status.resident();
        peak = Math.max(peak, status.peak());
      }
      left.addAll(children.getOrDefault(next, List.of()));
    }
    ReplicaUsage.Builder usage = ReplicaUsage.builder().cpuSeconds(cpu);
    // Who has ended, and is there until somebody asks for its status, has no memory any more.
    if (resident > 0) {
      usage.memoryBytes(resident).peakMemoryBytes(Math.max(peak, resident));
    }
    return Optional.of(usage.build());
  }
}
