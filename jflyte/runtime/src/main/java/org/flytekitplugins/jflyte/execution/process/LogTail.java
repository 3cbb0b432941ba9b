package org.flytekitplugins.jflyte.execution.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * The last lines that Java code of this process has printed. What native code and other processes
 * print goes past Java.
 */
public final class LogTail {
  private static final int MOST_LINES = 40;
  private static final int ROOM = 8192;

  private final byte[] ring = new byte[ROOM];
  private final Charset charset;
  private long written;

  LogTail(Charset charset) {
    this.charset = charset;
  }

  /** Remembers from now on what is printed, which goes on to where it went before. */
  public static LogTail install() {
    return install(Charset.defaultCharset());
  }

  static LogTail install(Charset charset) {
    LogTail tail = new LogTail(charset);
    System.setOut(tail.of(System.out));
    System.setErr(tail.of(System.err));
    return tail;
  }

  // Not closed: there is always something left to say.
  private PrintStream of(PrintStream out) {
    return new PrintStream(new Remembering(out), /* autoFlush= */ true, charset);
  }

  private final class Remembering extends FilterOutputStream {
    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      remember(bytes, offset, length);
    }
  }

  synchronized void remember(byte[] bytes, int offset, int length) {
    // Of what does not fit only the end stays anyway.
    int skipped = Math.max(0, length - ROOM);
    int from = offset + skipped;
    int left = length - skipped;
    int at = (int) ((written + skipped) % ROOM);
    int first = Math.min(left, ROOM - at);
    System.arraycopy(bytes, from, ring, at, first);
    System.arraycopy(bytes, from + first, ring, 0, left - first);
    written += length;
  }

  /** At most forty lines, of some kilobytes, the latest last; the first may lack its beginning. */
  public synchronized List<String> lines() {
    int length = (int) Math.min(written, ROOM);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((written - length + i) % ROOM)];
    }
    List<String> lines = new String(bytes, charset).lines().toList();
    return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
  }
}
