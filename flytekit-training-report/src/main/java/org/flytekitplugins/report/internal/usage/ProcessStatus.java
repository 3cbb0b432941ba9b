package org.flytekitplugins.report.internal.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The memory of a process, as Linux tells it in {@code /proc/PID/status}. */
final class ProcessStatus {
  private final long resident;
  private final long peak;

  private ProcessStatus(long resident, long peak) {
    this.resident = resident;
    this.peak = peak;
  }

  /**
   * A process as it is now.
   *
   * @param process its id, or {@code self}
   * @return null if there is none any more, or the system does not tell
   */
  static @Nullable ProcessStatus read(String process) {
    long resident = -1;
    long peak = -1;
    try {
      for (String line : Files.readAllLines(Path.of("/proc", process, "status"))) {
        if (line.startsWith("VmRSS:")) {
          resident = bytes(line);
        } else if (line.startsWith("VmHWM:")) {
          peak = bytes(line);
        }
      }
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return null;
    }
    // A process that is ending has no memory any more.
    return resident < 0 || peak < 0 ? null : new ProcessStatus(resident, peak);
  }

  // "VmRSS:	  123456 kB", where kB are 1,024 bytes.
  private static long bytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
  }

  long resident() {
    return resident;
  }

  long peak() {
    return peak;
  }
}
