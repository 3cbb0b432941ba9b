package org.flytekitplugins.localcluster.internal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an environment says programs are. */
public record SearchPath(List<String> folders) {
  /** Where POSIX systems look when the environment does not say. */
  private static final String DEFAULT = String.join(File.pathSeparator, "/usr/bin", "/bin");

  public static SearchPath of(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", DEFAULT);
    return new SearchPath(List.of(path.split(Pattern.quote(File.pathSeparator))));
  }

  /** The folders as the environment writes them. */
  @Override
  public String toString() {
    return String.join(File.pathSeparator, folders);
  }

  /** The program of that name, or null. */
  public @Nullable Path find(String program) {
    for (String folder : folders) {
      try {
        Path file = Path.of(folder.isEmpty() ? "." : folder, program);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          return file;
        }
      } catch (InvalidPathException e) {
        // Not a folder, so nothing is in it.
      }
    }
    return null;
  }
}
