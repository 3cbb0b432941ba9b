package org.flytekitplugins.localcluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** Things to be closed together, the last first; one that fails does not keep the others open. */
final class Closer implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Closer.class.getName());

  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T thing) {
    things.push(thing);
    return thing;
  }

  @Override
  public void close() {
    while (!things.isEmpty()) {
      try {
        things.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOGGER.log(Level.WARNING, "something of a job cannot be closed", e);
      }
    }
  }
}
