package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressFile;
import org.jspecify.annotations.Nullable;

/**
 * How far processes of a replica before this one have carried what is in its progress file, where
 * that outlives a process: so this one carries what was left, and nothing twice. A file beside the
 * progress file tells it.
 */
final class CarriedBefore {
  private final @Nullable Path mark;
  private final Instant until;
  private Instant latest;

  private CarriedBefore(@Nullable Path mark, Instant until) {
    this.mark = mark;
    this.until = until;
    this.latest = until;
  }

  static CarriedBefore of(ProgressFile progress) {
    Path file = progress.path();
    if (file == null || !progress.outlivesProcess()) {
      return new CarriedBefore(null, Instant.MIN);
    }
    Path mark = Path.of(file.toString().concat(".carried"));
    return new CarriedBefore(mark, read(mark));
  }

  private static Instant read(Path mark) {
    try {
      return Files.exists(mark) ? Instant.parse(Files.readString(mark)) : Instant.MIN;
    } catch (IOException | DateTimeException e) {
      // Its writer was killed: better twice than never.
      return Instant.MIN;
    }
  }

  /** Whether it is for this process to carry; called for one after the other. */
  boolean isLeft(Progress progress) {
    if (mark == null) {
      return true;
    }
    Instant time = progress.timeOr(Instant.MAX);
    if (!time.isAfter(until)) {
      return false;
    }
    if (time.isAfter(latest) && time.isBefore(Instant.MAX)) {
      latest = time;
    }
    return true;
  }

  /** All that was left by now is where it belongs. */
  void carried() {
    if (mark == null || latest.equals(Instant.MIN)) {
      return;
    }
    try {
      Files.writeString(mark, latest.toString());
    } catch (IOException e) {
      // The next process writes some of it once more.
      return;
    }
  }
}
