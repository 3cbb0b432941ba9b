package org.flytekitplugins.report.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * As many as there is room for of what may be any number: all, every second one, every fourth one.
 */
public final class Thinned<T> {
  private final int most;
  private List<T> kept = new ArrayList<>();
  private int every = 1;
  private long seen;

  /**
   * @param most there are fewer than this, at least 2
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
    kept.add(wanted);
    if (kept.size() == most) {
      kept = everySecond(kept);
      every *= 2;
    }
  }

  /** Keeps another one if there is room for it. */
  public void add(T next) {
    if (wantsNext()) {
      keep(next);
    }
  }

  /** Those that were kept, in the order in which they came. */
  public List<T> kept() {
    return List.copyOf(kept);
  }

  private static <T> List<T> everySecond(List<T> all) {
    List<T> half = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      half.add(all.get(i));
    }
    return half;
  }
}
