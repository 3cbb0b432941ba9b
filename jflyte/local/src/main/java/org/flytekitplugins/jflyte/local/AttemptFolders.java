package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folders of one attempt of a task.
 *
 * @param folder the attempt's own
 * @param previous that of the attempt before it, or null
 */
record AttemptFolders(Path folder, @Nullable Path previous) {
  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  @Nullable Path previousCheckpoints() {
    return previous == null ? null : previous.resolve("checkpoints");
  }

  /** The folder of the logs of replicas and containers, made if it is not there. */
  Path logs() {
    return RunFolder.make(folder.resolve("logs"));
  }

  /** Where what is bigger than a literal goes. */
  Path raw() {
    return folder.resolve("raw");
  }
}
