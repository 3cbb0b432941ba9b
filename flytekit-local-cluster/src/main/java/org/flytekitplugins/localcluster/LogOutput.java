package org.flytekitplugins.localcluster;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of a job's replicas are shown, each after the replica's name: {@code worker-1 |
 * step 200}. Lines of different replicas do not mix. A reader that stops to read holds up nobody:
 * it misses lines, and no log file does. When a job is closed, all its lines are shown.
 */
public final class LogOutput {
  private static final String ESCAPE = "\u001b[";
  private static final String RESET = ESCAPE + "0m";
  private static final List<Integer> COLOURS = List.of(36, 33, 32, 35, 34, 96, 93, 92, 95, 94);

  private final @Nullable NonBlockingWriter writer;
  private final boolean coloured;
  private final Map<String, Integer> colours = new ConcurrentHashMap<>();

  private LogOutput(@Nullable PrintStream stream, boolean coloured) {
    writer = stream == null ? null : new NonBlockingWriter(text -> print(stream, text));
    this.coloured = coloured;
  }

  /**
   * The standard output, in colours if it is a terminal and the variable {@code NO_COLOR} is not
   * set.
   */
  public static LogOutput standard() {
    boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    return new LogOutput(System.out, isTerminal() && !plain);
  }

  /** A stream, without colours. It is not closed. */
  public static LogOutput plain(PrintStream stream) {
    return new LogOutput(stream, false);
  }

  /** A stream, in colours whatever it is. It is not closed. */
  public static LogOutput coloured(PrintStream stream) {
    return new LogOutput(stream, true);
  }

  /** Nowhere. The log files are written all the same. */
  public static LogOutput none() {
    return new LogOutput(null, false);
  }

  /**
   * Shows a line.
   *
   * @param source whose it is
   */
  public void line(String source, String line) {
    if (writer != null) {
      writer.write(prefix(source) + line + System.lineSeparator());
    }
  }

  /** Waits until the lines are shown, unless their reader has stopped to read. */
  public void drain() {
    if (writer != null) {
      writer.drain();
    }
  }

  private static void print(PrintStream stream, String text) {
    synchronized (stream) {
      stream.print(text);
      stream.flush();
    }
  }

  private String prefix(String source) {
    if (!coloured) {
      return source + " | ";
    }
    int colour = colours.computeIfAbsent(source, s -> COLOURS.get(colours.size() % COLOURS.size()));
    return ESCAPE + colour + "m" + source + " |" + RESET + " ";
  }

  // From Java 22 on there is a console without a terminal too, and a method that tells.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
