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

  /** Counts another one; whether it is to be {@linkplain #keep kept}. */
  public boolean wantsNext() {
    return seen++ % every == 0;
  }

  /** Keeps the one that {@link #wantsNext} has asked for. */
  public void keep(T wanted) {
    last = null;
    kept.add(wanted);
    if (kept.size() == most) {
      kept = everySecond(kept);
      every *= 2;
      last = wanted.equals(kept.get(kept.size() - 1)) ? null : wanted;
    }
  }

  /** Keeps another one if there is room for it, and as long as it is the last one. */
  public void add(T next) {
    if (wantsNext()) {
      keep(next);
    } else {
      last = next;
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
