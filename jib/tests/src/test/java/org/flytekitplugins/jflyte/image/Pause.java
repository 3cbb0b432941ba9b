package org.flytekitplugins.jflyte.image;

/** Between two looks at something that another process does. */
final class Pause {
  private Pause() {}

  static void briefly() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
