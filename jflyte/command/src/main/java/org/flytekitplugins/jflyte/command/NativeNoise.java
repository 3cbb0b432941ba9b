package org.flytekitplugins.jflyte.command;

import java.io.PrintStream;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.StandardStreams;
import org.flytekitplugins.kubeflow.JobKinds;

/**
 * Leaves out what frameworks' native code says of itself even when it is told to be quiet. It stays
 * in the log files. What it says in this very process goes past Java: bin/jflyte leaves that out.
 */
final class NativeNoise {
  /** The replica, where lines of all of them are shown. */
  private static final Pattern PREFIX = Pattern.compile("^[a-z]+-[0-9]+ \\| ");

  private NativeNoise() {}

  /** A stream whose lines go to another one, but for those. */
  static PrintStream leftOut(PrintStream out) {
    return new PrintStream(
        new LineStream(
            line -> {
              if (!isNoise(PREFIX.matcher(line).replaceFirst(""))) {
                out.println(line);
              }
            }),
        /* autoFlush= */ true,
        StandardStreams.charset());
  }

  private static boolean isNoise(String line) {
    return JobKinds.own().all().stream().anyMatch(kind -> kind.isNoise(line));
  }
}
