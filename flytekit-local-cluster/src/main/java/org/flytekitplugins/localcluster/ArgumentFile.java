package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command line of Java that may be too long for the system, as that of a class path of thousands
 * of jars: its arguments stand in a file then, which Java reads.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html">java
 *     Command-Line Argument Files</a>
 */
final class ArgumentFile {
  /** Windows takes 32,767 characters in all, Linux 131,072 bytes for one argument. */
  private static final int LONGEST = 30_000;

  private ArgumentFile() {}

  /**
   * The command line of a program, short enough for the system.
   *
   * @param folder where a file may be put; the same for all replicas
   */
  static List<String> command(Program program, Path folder) throws IOException {
    List<String> command = program.command();
    if (!program.isJava() || command.stream().mapToInt(String::length).sum() <= LONGEST) {
      return command;
    }
    Path file = folder.resolve("java-arguments");
    if (!Files.exists(file)) {
      String arguments =
          command.stream()
              .skip(1)
              .map(ArgumentFile::quoted)
              .collect(Collectors.joining("\n", "", "\n"));
      Files.writeString(file, arguments, nativeCharset());
    }
    return List.of(command.get(0), "@" + file);
  }

  private static String quoted(String argument) {
    return '"'
        + argument
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
        + '"';
  }

  // Java takes the bytes of the file as if they stood on the command line.
  private static Charset nativeCharset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
  }
}
