package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;

/**
 * A session with a TensorFlow server, and its graph. Closing such a session tells its parameter
 * servers, and waits for those that are gone, so it is left to a thread that nobody waits for.
 */
final class RemoteResources {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private RemoteResources() {}

  /** Closes what is still in use with its peers, in a moment unless one of them is gone. */
  static void close(TrainingSession session) {
    Thread closing = closing(session);
    try {
      closing.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves behind what a peer's loss has made useless. */
  static void abandon(AutoCloseable resource) {
    closing(resource);
  }

  private static Thread closing(AutoCloseable resource) {
    Thread thread = new Thread(() -> closeQuietly(resource), "closes " + resource);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.getLogger(RemoteResources.class.getName())
          .log(System.Logger.Level.DEBUG, "could not be closed", e);
    }
  }
}
