package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.jspecify.annotations.Nullable;

/** The folders of a task's attempts, each of which is told where the one before it was. */
final class TaskFolders {
  private final LocalContext context;
  private @Nullable Path previous;

  TaskFolders(LocalContext context) {
    this.context = context;
  }

  AttemptFolders next(int number) {
    Path folder = context.folder().attempt(context.tracker().current(), number);
    AttemptFolders attempt = new AttemptFolders(folder, previous);
    previous = folder;
    return attempt;
  }
}
