package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folders of a task's attempts, each of which is told where the one before it was. */
final class TaskFolders {
  /**
   * The folders of one attempt.
   *
   * @param folder the attempt's own
   * @param previous that of the attempt before it, or null
   */
  record Attempt(Path folder, @Nullable Path previous) {
    Path checkpoints() {
      return folder.resolve("checkpoints");
    }

    @Nullable Path previousCheckpoints() {
      return previous == null ? null : previous.resolve("checkpoints");
    }

    Path raw() {
      return folder.resolve("raw");
    }
  }

  private final LocalContext context;
  private @Nullable Path previous;

  TaskFolders(LocalContext context) {
    this.context = context;
  }

  Attempt next(int number) {
    Path folder = context.folder().attempt(context.tracker().current(), number);
    Attempt attempt = new Attempt(folder, previous);
    previous = folder;
    return attempt;
  }
}
