package org.flytekitplugins.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file to which a training reports its steps, as whoever runs the training sees it. What is in
 * it is read by a {@link ProgressTail}.
 */
public final class ProgressFile {
  private final @Nullable Path path;
  private final boolean outlivesProcess;

  private ProgressFile(@Nullable Path path, boolean outlivesProcess) {
    this.path = path;
    this.outlivesProcess = outlivesProcess;
  }

  /**
   * A file that somebody else keeps, and which need not be there yet.
   *
   * @param path the file, or null if there is no place for one: it stays empty
   */
  public static ProgressFile at(@Nullable Path path) {
    return new ProgressFile(path, path != null);
  }

  /**
   * The file of the training that this process runs. The environment may name it, as a local
   * cluster's does; else it is one of ours that goes with the process, where {@link ProgressLog}
   * finds it by a system property.
   */
  public static ProgressFile of(Map<String, String> environment) {
    String given = environment.get(ProgressLog.VARIABLE);
    if (given != null && !given.isBlank()) {
      return at(Path.of(given));
    }
    Path own =
        Path.of(
            System.getProperty("java.io.tmpdir", "/tmp"),
            // Not +, which takes 8 ms at its first use, and every replica waits for it.
            "flytekit-progress-".concat(String.valueOf(ProcessHandle.current().pid())));
    try {
      Files.write(own, new byte[0]);
    } catch (IOException e) {
      // A pod with nothing to write to trains all the same.
      return at(null);
    }
    own.toFile().deleteOnExit();
    LineFile.former(own).toFile().deleteOnExit();
    System.setProperty(ProgressLog.PROPERTY, own.toString());
    return new ProgressFile(own, /* outlivesProcess= */ false);
  }

  /** The file; null if there is no place for one. */
  public @Nullable Path path() {
    return path;
  }

  /** Whether processes of the replica before and after this one report to it, too. */
  public boolean outlivesProcess() {
    return outlivesProcess;
  }

  /** How large the file is; changes with every step. */
  public long size() {
    return path == null ? 0 : path.toFile().length();
  }
}
