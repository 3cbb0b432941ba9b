package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.report.ProgressLog;
import org.jspecify.annotations.Nullable;

/**
 * The file to which the training of this replica reports its steps. A local cluster names it; in a
 * pod it is one of ours, where the training finds it by a system property.
 *
 * @param path the file, or null if there is no place for one
 */
record ProgressFile(@Nullable Path path) {
  static ProgressFile of(Map<String, String> environment) {
    String given = environment.get(ProgressLog.VARIABLE);
    if (given != null && !given.isBlank()) {
      return new ProgressFile(Path.of(given));
    }
    Path own =
        Path.of(
            System.getProperty("java.io.tmpdir", "/tmp"),
            "jflyte-progress-" + ProcessHandle.current().pid());
    try {
      Files.write(own, new byte[0]);
    } catch (IOException e) {
      // A pod with nothing to write to trains all the same.
      return new ProgressFile(null);
    }
    own.toFile().deleteOnExit();
    System.setProperty(ProgressLog.PROPERTY, own.toString());
    return new ProgressFile(own);
  }

  /** How much was reported; changes with every step. */
  long size() {
    return path == null ? 0 : path.toFile().length();
  }
}
