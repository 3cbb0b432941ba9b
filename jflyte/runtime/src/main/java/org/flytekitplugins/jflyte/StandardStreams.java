package org.flytekitplugins.jflyte;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The standard output and error. Where the locale knows ASCII only, as {@code LC_ALL=C} does, they
 * are written in UTF-8: a question mark for each other letter helps nobody.
 */
public final class StandardStreams {
  private StandardStreams() {}

  /** Makes the process's streams write whatever is printed. */
  public static void writeAllText() {
    if (ProcessLocale.isAscii()) {
      System.setOut(inUtf8(FileDescriptor.out));
      System.setErr(inUtf8(FileDescriptor.err));
    }
  }

  private static PrintStream inUtf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** What {@link System#out} and {@link System#err} are written in. */
  public static Charset charset() {
    // Java 18 and later: the default is UTF-8, whatever the locale is.
    String own = System.getProperty("stdout.encoding");
    return ProcessLocale.isAscii()
        ? StandardCharsets.UTF_8
        : own == null ? Charset.defaultCharset() : Charset.forName(own);
  }

  /** A writer to a stream as it is now, whatever {@link System#setOut} says later. */
  public static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, charset());
  }
}
