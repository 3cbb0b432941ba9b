package org.flytekitplugins.mlflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** What waits to be sent: so many at most, beyond which the oldest are given up. */
final class Waiting<T> {
  private final Deque<T> all = new ArrayDeque<>();
  private final int most;
  private final int batch;
  private int next;
  private long taken;
  private long lost;

  /**
   * @param most how many may wait
   * @param batch how many of them the server takes at once
   */
  Waiting(int most, int batch) {
    this.most = most;
    this.batch = batch;
    this.next = batch;
  }

  void add(T one) {
    if (all.size() == most) {
      all.removeFirst();
      lost++;
    }
    all.addLast(one);
    taken++;
  }

  /** One more there was, which is not to be sent. */
  void leaveOut() {
    taken++;
    lost++;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The oldest, as many as are to be sent together. */
  List<T> batch() {
    List<T> oldest = new ArrayList<>();
    for (Iterator<T> each = all.iterator(); each.hasNext() && oldest.size() < next; ) {
      oldest.add(each.next());
    }
    return oldest;
  }

  void sent(List<T> batch) {
    remove(batch.size());
    next = Math.min(this.batch, next * 2);
  }

  /** The server does not take this batch: halves of it are tried, down to whom it is about. */
  void refused(List<T> batch) {
    if (batch.size() > 1) {
      tooMany(batch);
      return;
    }
    remove(batch.size());
    lost += batch.size();
  }

  /** The server does not take so many at once; one alone is tried again. */
  void tooMany(List<T> batch) {
    next = Math.max(1, batch.size() / 2);
  }

  private void remove(int count) {
    for (int i = 0; i < count; i++) {
      all.removeFirst();
    }
  }

  /** How many there were. */
  long taken() {
    return taken;
  }

  /** How many the server does not have. */
  long missing() {
    return lost + all.size();
  }
}
