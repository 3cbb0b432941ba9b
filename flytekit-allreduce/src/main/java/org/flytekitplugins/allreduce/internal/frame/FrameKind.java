package org.flytekitplugins.allreduce.internal.frame;

/** What the values in a frame are. */
public enum FrameKind {
  /** A replica's own values, for all others. */
  WHOLE(1, "sums values that everybody sends to everybody"),
  /** A replica's own values, for the one that sums them. */
  SCATTER(2, "sums values in segments"),
  /** Sums, from the one that has summed them. */
  GATHER(3, "hands out sums of segments"),
  /** What one replica tells all others. */
  BROADCAST(4, "broadcasts");

  private final int code;
  private final String doing;

  FrameKind(int code, String doing) {
    this.code = code;
    this.doing = doing;
  }

  int code() {
    return code;
  }

  static String doing(int code) {
    for (FrameKind kind : values()) {
      if (kind.code == code) {
        return kind.doing;
      }
    }
    return "does something unknown (" + code + ")";
  }
}
