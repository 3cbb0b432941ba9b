package org.flytekitplugins.localcluster;

import java.time.Duration;

/** Has things done one after the other, at once or later. */
interface Timers {
  /** Something to be done later, unless it is cancelled before. */
  interface Timer {
    void cancel();
  }

  void run(Runnable event);

  Timer after(Duration delay, Runnable event);
}
