package org.flytekitplugins.jflyte.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.jflyte.explain.SourceLine;

/**
 * Where the sources of a package are, for whoever shows something beside them.
 *
 * @param folders those in which the folders of packages are, seen from the working directory
 */
record SourceFolders(List<Path> folders) {
  /** Where Maven and Gradle have them. */
  static final List<Path> STANDARD =
      List.of(Path.of("src/main/java"), Path.of("src/main/kotlin"), Path.of("src/main/scala"));

  /**
   * What a line's file is called from the working directory; from its own folder if it is in none.
   */
  String uri(SourceLine line) {
    for (Path folder : folders) {
      Path file = folder.resolve(line.path());
      if (Files.exists(file)) {
        return file.isAbsolute() ? file.toUri().toString() : relative(file);
      }
    }
    return relative(Path.of(line.path()));
  }

  private static String relative(Path file) {
    StringBuilder path = new StringBuilder();
    file.normalize().forEach(name -> path.append(path.length() == 0 ? "" : "/").append(name));
    try {
      return new URI(null, null, path.toString(), null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
