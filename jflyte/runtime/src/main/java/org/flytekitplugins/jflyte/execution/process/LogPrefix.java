package org.flytekitplugins.jflyte.execution.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a training prints, each line after the name of its replica, so that a log of all replicas
 * can be read. Lines of native code, such as a framework's own, go past Java and have no name.
 */
public final class LogPrefix extends FilterOutputStream {
  /** The environment variable that leaves lines as they are, for logs that a program reads. */
  public static final String VARIABLE = "JFLYTE_LOG_PREFIX";

  private final byte[] prefix;
  private boolean isAtStart = true;

  private LogPrefix(OutputStream out, String replica) {
    super(out);
    this.prefix = ("[" + replica + "] ").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * From now on all that Java code prints has the name.
   *
   * @param replica for example {@code worker-1}
   * @param environment {@code false} in {@link #VARIABLE} changes nothing
   */
  public static void install(String replica, Map<String, String> environment) {
    if (!"false".equals(environment.get(VARIABLE))) {
      System.setOut(of(System.out, replica));
      System.setErr(of(System.err, replica));
    }
  }

  // Not closed: there is always something left to say.
  private static PrintStream of(PrintStream out, String replica) {
    return new PrintStream(new LogPrefix(out, replica), /* autoFlush= */ true);
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    for (int start = offset; start < end; ) {
      int stop = start;
      while (stop < end && bytes[stop] != '\n') {
        stop++;
      }
      boolean isWhole = stop < end;
      int next = isWhole ? stop + 1 : stop;
      if (isAtStart) {
        out.write(prefix, 0, prefix.length);
      }
      out.write(bytes, start, next - start);
      isAtStart = isWhole;
      start = next;
    }
  }
}
