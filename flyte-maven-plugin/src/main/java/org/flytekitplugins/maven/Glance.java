package org.flytekitplugins.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;

/** What a goal looks at, by names, sizes and times, so that it need not look twice at the same. */
final class Glance {
  private final Path file;
  private final String text;

  /**
   * @param file where it is kept from one build to the next
   * @param words what the goal was asked for
   * @param paths the files and folders that it looks at
   */
  Glance(Path file, List<String> words, Stream<Path> paths) throws MojoExecutionException {
    this.file = file;
    StringBuilder seen = new StringBuilder(String.join("\n", words)).append('\n');
    try {
      for (Path path : paths.toList()) {
        try (Stream<Path> all = Files.walk(path)) {
          for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
            seen.append(one)
                .append(' ')
                .append(Files.size(one))
                .append(' ')
                .append(Files.getLastModifiedTime(one).toMillis())
                .append('\n');
          }
        }
      }
    } catch (IOException e) {
      throw new MojoExecutionException("the class path cannot be read: " + e.getMessage(), e);
    }
    this.text = seen.toString();
  }

  /** Whether it was kept before. */
  boolean isSame() throws MojoExecutionException {
    try {
      return Files.exists(file) && Files.readString(file).equals(text);
    } catch (IOException e) {
      throw new MojoExecutionException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Keeps it. */
  void keep() throws MojoExecutionException {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new MojoExecutionException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
