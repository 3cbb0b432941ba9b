package org.flytekitplugins.report.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As many as there is room for of what may be any number: all, every second one, every fourth one;
 * and the last one, which says how it ended.
 */
public final class Thinned<T> {
  private final int most;
  private List<T> kept = new ArrayList<>();
  private int every = 1;
  private long seen;
  private @Nullable T last;

  /**
   * @param most there are no more than this, at least 2
   */
  public Thinned(int most) {
    this.most = most;
  }

  /** Keeps another one if there is room for it, and as long as it is the last one. */
  public void add(T next) {
    if (seen++ % every != 0) {
      last = next;
      return;
    }
    last = null;
    kept.add(next);
    if (kept.size() == most) {
      kept = everySecond(kept);
      every *= 2;
      last = next.equals(kept.get(kept.size() - 1)) ? null : next;
    }
  }

  /** Those that were kept, in the order in which they came. */
  public List<T> kept() {
    List<T> all = new ArrayList<>(kept);
    if (last != null) {
      all.add(last);
    }
    return List.copyOf(all);
  }

  private static <T> List<T> everySecond(List<T> all) {
    List<T> half = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      half.add(all.get(i));
    }
    return half;
  }
}
