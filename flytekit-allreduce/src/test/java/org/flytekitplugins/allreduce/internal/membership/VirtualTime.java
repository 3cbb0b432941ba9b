package org.flytekitplugins.allreduce.internal.membership;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** A clock that goes from one thing that happens to the next. Equal orders, equal runs. */
final class VirtualTime {
  private static final class Due {
    final long at;
    final long order;
    final Runnable what;

    Due(long at, long order, Runnable what) {
      this.at = at;
      this.order = order;
      this.what = what;
    }
  }

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(
          (a, b) -> a.at == b.at ? Long.compare(a.order, b.order) : Long.compare(a.at, b.at));
  private long now;
  private long orders;

  long now() {
    return now;
  }

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(now);
  }

  void at(long time, Runnable what) {
    due.add(new Due(Math.max(now, time), orders++, what));
  }

  void in(long nanos, Runnable what) {
    at(now + nanos, what);
  }

  /** Lets happen what is next; returns false if that is later than a limit, or nothing. */
  boolean next(long limit) {
    Due next = due.peek();
    if (next == null || next.at > limit) {
      now = Math.max(now, limit);
      return false;
    }
    due.remove();
    now = next.at;
    next.what.run();
    return true;
  }

  static long ms(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
