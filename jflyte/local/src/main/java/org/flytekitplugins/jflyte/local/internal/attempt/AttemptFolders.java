package org.flytekitplugins.jflyte.local.internal.attempt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folders of one attempt of a task.
 *
 * @param folder the attempt's own
 * @param previous that of the attempt before it, or null
 */
public record AttemptFolders(Path folder, @Nullable Path previous) {
  /** The folder of logs, within that of an attempt. */
  public static final String LOGS = "logs";

  /** Where the attempt's checkpoints go. */
  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** Where those of the attempt before it are, or null. */
  public @Nullable Path previousCheckpoints() {
    return previous == null ? null : previous.resolve("checkpoints");
  }

  /** Where the logs of replicas and containers are. */
  public Path logs() {
    return folder.resolve(LOGS);
  }

  /** Where what is bigger than a literal goes. */
  public Path raw() {
    return folder.resolve("raw");
  }
}
