package org.flytekitplugins.localcluster.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps the processes of each replica together with their children, so that signals reach all of
 * them and none is left behind, not even when this program dies.
 */
public interface ProcessGuard extends AutoCloseable {
  /**
   * The guard that this machine allows.
   *
   * @param folder what the guard removes if this program dies
   */
  static ProcessGuard create(Path folder) throws IOException {
    SearchPath path = SearchPath.of(System.getenv());
    ProcessGuard guard = SessionGuard.start(path, folder);
    return guard == null ? new DescendantGuard(path.find("kill")) : guard;
  }

  /** The command line to start in place of a replica's own. */
  List<String> wrap(String replica, List<String> command);

  /** Lets a process that was started with {@link #wrap} run its command. */
  void release(Process process) throws IOException;

  /** Ends a process and its children at once. */
  void kill(Process process);

  /** Ends what a process that has ended has left behind. */
  void sweep(Process process);

  /** Stops a process and its children until {@link #thaw}. */
  void freeze(Process process);

  /** Lets a process and its children go on. */
  void thaw(Process process);

  /** Ends the guard. Replicas must have ended before. */
  @Override
  void close();
}
