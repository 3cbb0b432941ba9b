package org.flytekitplugins.allreduce.internal.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of the values of a frame. A replica always knows which frame comes next from
 * a peer, so what comes is compared with what must come, and no number of a peer's is ever used.
 */
public final class FrameHeader {
  /** How long a header is, in bytes. */
  public static final int BYTES = 48;

  private static final int MAGIC = 0x464C5258;

  private static final int KIND = 4;
  private static final int EPOCH = 8;
  private static final int STEP = 16;
  private static final int TOTAL = 24;
  private static final int FROM = 32;
  private static final int COUNT = 40;
  private static final int MARK = 44;
  private static final int LAST = 1;

  private FrameHeader() {}

  /**
   * Writes a header, from the buffer's beginning.
   *
   * @param epoch which members the job has had since when
   * @param step which exchange it is
   * @param total the bytes of the whole exchange
   * @param from where in it those of this frame begin
   * @param count how many they are
   */
  public static void write(
      ByteBuffer header, FrameKind kind, long epoch, long step, long total, long from, int count) {
    header.order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, MAGIC);
    header.putInt(KIND, kind.code());
    header.putLong(EPOCH, epoch);
    header.putLong(STEP, step);
    header.putLong(TOTAL, total);
    header.putLong(FROM, from);
    header.putInt(COUNT, count);
    header.putInt(MARK, 0);
  }

  /** Makes it a header of the last exchange of these members: after it, they change over. */
  public static void markLast(ByteBuffer header) {
    header.putInt(MARK, LAST);
  }

  /**
   * Whether a header is of the last exchange of these members.
   *
   * @param header little-endian, as {@link #write} leaves it
   */
  public static boolean isLast(ByteBuffer header) {
    return header.getInt(MARK) == LAST;
  }

  /** How many bytes follow a header. */
  public static int count(ByteBuffer header) {
    return header.getInt(COUNT);
  }

  /**
   * What is wrong with a header that came, or null if it is the one that must come.
   *
   * @param expected little-endian, as {@link #write} leaves it
   * @param actual little-endian, too
   */
  public static @Nullable String difference(ByteBuffer expected, ByteBuffer actual) {
    if (equal(expected, actual)) {
      return null;
    }
    if (actual.getInt(0) != MAGIC || actual.getInt(MARK) != expected.getInt(MARK)) {
      return "it sends what is no frame of an exchange";
    }
    if (actual.getLong(EPOCH) != expected.getLong(EPOCH)) {
      return "its frame is of membership epoch "
          + actual.getLong(EPOCH)
          + ", but it is "
          + expected.getLong(EPOCH);
    }
    if (actual.getLong(STEP) != expected.getLong(STEP)) {
      return "its frame is of exchange "
          + actual.getLong(STEP)
          + ", but the one in progress is "
          + expected.getLong(STEP);
    }
    if (actual.getInt(KIND) != expected.getInt(KIND)) {
      return "it "
          + FrameKind.doing(actual.getInt(KIND))
          + " where this replica "
          + FrameKind.doing(expected.getInt(KIND))
          + ": all must call the same methods in the same order";
    }
    if (actual.getLong(TOTAL) != expected.getLong(TOTAL)) {
      return "it exchanges "
          + actual.getLong(TOTAL)
          + " bytes where this replica exchanges "
          + expected.getLong(TOTAL)
          + ": all must exchange equally many";
    }
    return "its frame has bytes "
        + actual.getLong(FROM)
        + " to "
        + (actual.getLong(FROM) + actual.getInt(COUNT))
        + " where "
        + expected.getLong(FROM)
        + " to "
        + (expected.getLong(FROM) + expected.getInt(COUNT))
        + " must come";
  }

  private static boolean equal(ByteBuffer expected, ByteBuffer actual) {
    for (int i = 0; i < BYTES; i += Long.BYTES) {
      if (expected.getLong(i) != actual.getLong(i)) {
        return false;
      }
    }
    return true;
  }
}
