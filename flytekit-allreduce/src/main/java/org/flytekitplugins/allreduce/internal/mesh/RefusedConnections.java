package org.flytekitplugins.allreduce.internal.mesh;

import java.util.function.Consumer;

/** Tells of connections that were refused, unless they are so many that nothing else was heard. */
final class RefusedConnections {
  private static final int TOLD = 20;

  private final Consumer<String> events;
  private int told;

  RefusedConnections(Consumer<String> events) {
    this.events = events;
  }

  void tell(String remote, String why) {
    told++;
    if (told <= TOLD) {
      events.accept("refused a connection from " + remote + ": " + why);
    }
    if (told == TOLD) {
      events.accept("says no more of connections that it refuses");
    }
  }
}
