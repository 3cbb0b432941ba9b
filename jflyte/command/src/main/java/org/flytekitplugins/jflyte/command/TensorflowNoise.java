package org.flytekitplugins.jflyte.command;

import java.io.PrintStream;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.StandardStreams;

/**
 * Leaves out two things that TensorFlow says of itself whatever its log level is. They stay in the
 * log files. What TensorFlow says in this very process goes past Java: bin/jflyte leaves it out.
 */
final class TensorflowNoise {
  private static final Pattern NOISE =
      Pattern.compile("([a-z]+-[0-9]+ \\| )?(WARNING: All log messages before absl|I0000 ).*");

  private TensorflowNoise() {}

  /** A stream whose lines go to another one, but for those. */
  static PrintStream leftOut(PrintStream out) {
    return new PrintStream(
        new LineStream(
            line -> {
              if (!NOISE.matcher(line).matches()) {
                out.println(line);
              }
            }),
        /* autoFlush= */ true,
        StandardStreams.charset());
  }
}
