package org.flytekitplugins.allreduce.internal.mesh;

import java.nio.ByteBuffer;

/** What is said on connections for signs of life. */
final class PulseFrame {
  static final int BYTES = 12;

  private static final int MAGIC = 0x464C5250;
  private static final int ALIVE = 1;
  private static final int LEAVING = 2;

  private PulseFrame() {}

  static ByteBuffer alive() {
    return ByteBuffer.allocate(BYTES).putInt(MAGIC).putInt(ALIVE).putInt(0).flip();
  }

  /**
   * A farewell.
   *
   * @param about the rank of whom this replica has lost, or -1
   */
  static ByteBuffer leaving(int about) {
    return ByteBuffer.allocate(BYTES).putInt(MAGIC).putInt(LEAVING).putInt(about).flip();
  }

  /** Whether it says anything at all. */
  static boolean isOne(ByteBuffer frame) {
    int kind = frame.getInt(4);
    return frame.getInt(0) == MAGIC && (kind == ALIVE || kind == LEAVING);
  }

  static boolean isLeaving(ByteBuffer frame) {
    return frame.getInt(4) == LEAVING;
  }

  /** Whom the one that leaves has lost; -1 if none, or if it is no replica. */
  static int about(ByteBuffer frame, int ranks) {
    int about = frame.getInt(8);
    return about >= 0 && about < ranks ? about : -1;
  }
}
