package org.flytekitplugins.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A part of a source file between a line {@code snippet: NAME} and the next line {@code end}. */
final class Snippet {
  private Snippet() {}

  /**
   * Reads a snippet, without the indentation that all its lines have and blank lines at its end.
   *
   * @param reference the file and the name of the snippet, as {@code path#name}
   */
  static List<String> read(Path root, String reference) throws IOException {
    int hash = reference.indexOf('#');
    Path file = root.resolve(reference.substring(0, hash));
    String name = reference.substring(hash + 1);
    List<String> text =
        Files.readAllLines(file).stream()
            .dropWhile(line -> !line.matches("\\s*(//|#|<!--) snippet: " + name + "( -->)?"))
            .skip(1)
            .takeWhile(line -> !line.matches("\\s*(//|#|<!--) end( -->)?"))
            .toList();
    if (text.isEmpty()) {
      throw new AssertionError("there is no snippet " + name + " in " + file);
    }
    int indentation =
        text.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return text.stream().map(line -> line.isBlank() ? "" : line.substring(indentation)).toList();
  }
}
