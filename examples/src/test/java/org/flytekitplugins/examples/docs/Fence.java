package org.flytekitplugins.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a Markdown file, with the comment directly above it, which says where its text
 * comes from.
 *
 * @param file the Markdown file
 * @param line the line of the opening fence, from 1
 * @param language what stands behind the opening fence, for example {@code java}
 * @param origin the comment above, or null
 * @param text the lines between the fences
 */
record Fence(Path file, int line, String language, @Nullable String origin, List<String> text) {
  static List<Fence> in(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Fence> fences = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
        fences.add(
            new Fence(
                file,
                i + 1,
                lines.get(i).substring(3),
                i == 0 ? null : comment(lines.get(i - 1)),
                lines.subList(i + 1, end)));
        i = end;
      }
    }
    return fences;
  }

  private static @Nullable String comment(String line) {
    return line.startsWith("<!-- ") && line.endsWith(" -->")
        ? line.substring("<!-- ".length(), line.length() - " -->".length())
        : null;
  }

  @Override
  public String toString() {
    return file.getFileName() + ":" + line + " (" + language + ")";
  }
}
