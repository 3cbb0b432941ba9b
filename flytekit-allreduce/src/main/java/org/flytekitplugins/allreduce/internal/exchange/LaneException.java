package org.flytekitplugins.allreduce.internal.exchange;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An exchange cannot go on with a peer. */
public final class LaneException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int peer;
  private final boolean isRefused;

  private LaneException(int peer, String what, boolean isRefused, @Nullable IOException cause) {
    super(what, cause);
    this.peer = peer;
    this.isRefused = isRefused;
  }

  static LaneException lost(int peer, String what, @Nullable IOException cause) {
    return new LaneException(peer, what, false, cause);
  }

  static LaneException refused(int peer, String what) {
    return new LaneException(peer, what, true, null);
  }

  /** With whom, by rank. */
  public int peer() {
    return peer;
  }

  /** Whether the peer sent what must not come, rather than nothing more. */
  public boolean isRefused() {
    return isRefused;
  }
}
