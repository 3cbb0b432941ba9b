package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so. */
final class VirtualTimers implements Timers {
  private record Due(Duration time, int number, Runnable event) {}

  private final PriorityQueue<Due> events =
      new PriorityQueue<>(Comparator.comparing(Due::time).thenComparing(Due::number));
  private Duration now = Duration.ZERO;
  private int count;

  @Override
  public void run(Runnable event) {
    after(Duration.ZERO, event);
  }

  @Override
  public Timer after(Duration delay, Runnable event) {
    Due due = new Due(now.plus(delay), count++, event);
    events.add(due);
    return () -> events.remove(due);
  }

  Duration now() {
    return now;
  }

  /** Lets everything happen that is due until then. */
  void advanceTo(Duration time) {
    while (!events.isEmpty() && events.element().time().compareTo(time) <= 0) {
      Due due = events.remove();
      now = due.time();
      due.event().run();
    }
    now = time;
  }
}
