package org.flytekitplugins.jflyte.execution;

/**
 * How often a race is run: ten times, and a hundred times with {@code -Djflyte.repeats=100} on
 * Maven's command line.
 */
final class Rerun {
  private Rerun() {}

  static int times() {
    return Integer.getInteger("jflyte.repeats", 10);
  }
}
