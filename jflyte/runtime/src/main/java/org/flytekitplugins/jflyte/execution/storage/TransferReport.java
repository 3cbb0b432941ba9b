package org.flytekitplugins.jflyte.execution.storage;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.jspecify.annotations.Nullable;

/** Says now and then how far a transfer is, to those who read a pod's log and wonder. */
final class TransferReport implements LongConsumer {
  static final long INTERVAL_NANOS = 10_000_000_000L;

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private final String what;
  private final long total;
  private final @Nullable Consumer<String> out;
  private final long started;
  private long last;
  private long done;

  /**
   * @param what for example "uploading model"
   * @param total how many bytes there are in all; 0 if nobody knows
   * @param out where to say it; null: what the process's console is at that moment
   * @param now the time in nanoseconds
   */
  TransferReport(String what, long total, @Nullable Consumer<String> out, long now) {
    this.what = what;
    this.total = total;
    this.out = out;
    this.started = now;
    this.last = now;
  }

  static TransferReport ofUpload(Path source, Collection<Path> files) {
    long total = 0;
    for (Path file : files) {
      total += file.toFile().length();
    }
    return new TransferReport("uploading " + source.getFileName(), total, null, System.nanoTime());
  }

  static TransferReport ofDownload(Path target) {
    return new TransferReport("downloading " + target.getFileName(), 0, null, System.nanoTime());
  }

  @Override
  public void accept(long bytes) {
    accept(bytes, System.nanoTime());
  }

  synchronized void accept(long bytes, long now) {
    done += bytes;
    if (now - last < INTERVAL_NANOS) {
      return;
    }
    last = now;
    double perSecond = done * 1e9 / (now - started);
    String line =
        String.format(
            "%s: %s%s, %s/s",
            what,
            size(done),
            total == 0
                ? ""
                : " of " + size(total) + " (" + Math.min(100, done * 100 / total) + "%)",
            size((long) perSecond));
    if (out == null) {
      ReplicaConsole.standard().say(line);
    } else {
      out.accept(line);
    }
  }

  private static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }
}
