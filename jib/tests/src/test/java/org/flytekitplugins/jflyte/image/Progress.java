package org.flytekitplugins.jflyte.image;

import java.time.Duration;

/** What goes on, for somebody who watches: a line each, with the seconds since the start. */
final class Progress {
  private static final long BEGAN = System.nanoTime();

  private Progress() {}

  static void step(String what) {
    System.out.printf("%4d s  %s%n", Duration.ofNanos(System.nanoTime() - BEGAN).toSeconds(), what);
  }

  /** A line that belongs to the step above. */
  static void note(String what) {
    System.out.println("        " + what);
  }
}
