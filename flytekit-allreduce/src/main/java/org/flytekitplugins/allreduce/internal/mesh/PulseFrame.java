package org.flytekitplugins.allreduce.internal.mesh;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.flytekitplugins.allreduce.internal.membership.Proposal;
import org.flytekitplugins.allreduce.internal.membership.StateVersion;
import org.flytekitplugins.allreduce.internal.membership.Status;
import org.jspecify.annotations.Nullable;

/**
 * What is said on connections for signs of life. All frames of a job have one length, and nothing
 * in them says how long they are.
 */
final class PulseFrame {
  /** What one says. */
  enum Kind {
    /** That its sender lives. */
    ALIVE(1),
    /** That its sender leaves. */
    LEAVING(2),
    /** How its sender is, to the primary. */
    STATUS(3),
    /** Who shall take part, from the primary. */
    PROPOSAL(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static @Nullable Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }
  }

  private static final int MAGIC = 0x464C5250;
  private static final int KIND = 4;
  private static final int NUMBER = 8;
  private static final int FIRST = 16;
  private static final int SECOND = 24;
  private static final int THIRD = 32;
  private static final int FOURTH = 40;
  private static final int RANKS = 48;
  private static final int WAITING = 1;
  private static final int CONNECTED = 2;

  private final int ranks;
  private final int words;

  /**
   * The frames of a job.
   *
   * @param ranks how many replicas it has
   */
  PulseFrame(int ranks) {
    this.ranks = ranks;
    this.words = (ranks + Long.SIZE - 1) / Long.SIZE;
  }

  /** How long each is. */
  int bytes() {
    return RANKS + words * Long.BYTES;
  }

  ByteBuffer alive() {
    return frame(Kind.ALIVE, 0, new BitSet());
  }

  /**
   * A farewell.
   *
   * @param about the rank of whom this replica has lost, or -1
   */
  ByteBuffer leaving(int about) {
    return frame(Kind.LEAVING, about, new BitSet());
  }

  ByteBuffer status(Status status) {
    int flags = (status.isWaiting() ? WAITING : 0) | (status.isConnected() ? CONNECTED : 0);
    return frame(Kind.STATUS, flags, status.links())
        .putLong(FIRST, status.newest())
        .putLong(SECOND, status.entered())
        .putLong(THIRD, status.version().epoch())
        .putLong(FOURTH, status.version().step());
  }

  ByteBuffer proposal(Proposal proposal) {
    return frame(Kind.PROPOSAL, 0, proposal.members())
        .putLong(FIRST, proposal.epoch())
        .putLong(SECOND, proposal.base());
  }

  private ByteBuffer frame(Kind kind, int number, BitSet set) {
    ByteBuffer frame = ByteBuffer.allocate(bytes());
    frame.putInt(0, MAGIC).putInt(KIND, kind.code).putInt(NUMBER, number);
    long[] bits = set.toLongArray();
    for (int i = 0; i < bits.length; i++) {
      frame.putLong(RANKS + i * Long.BYTES, bits[i]);
    }
    return frame;
  }

  /** Whether it says anything at all. */
  boolean isOne(ByteBuffer frame) {
    return frame.getInt(0) == MAGIC
        && Kind.of(frame.getInt(KIND)) != null
        && set(frame).length() <= ranks
        && frame.getLong(FIRST) >= 0
        && frame.getLong(SECOND) >= 0
        && frame.getLong(THIRD) >= 0
        && frame.getLong(FOURTH) >= -1;
  }

  Kind kind(ByteBuffer frame) {
    Kind kind = Kind.of(frame.getInt(KIND));
    if (kind == null) {
      throw new IllegalArgumentException("it says nothing");
    }
    return kind;
  }

  /** Whom the one that leaves has lost; -1 if none, or if it is no replica. */
  int about(ByteBuffer frame) {
    int about = frame.getInt(NUMBER);
    return about >= 0 && about < ranks ? about : -1;
  }

  Status statusOf(ByteBuffer frame) {
    int flags = frame.getInt(NUMBER);
    return Status.of(
        (flags & WAITING) != 0,
        (flags & CONNECTED) != 0,
        frame.getLong(FIRST),
        frame.getLong(SECOND),
        StateVersion.of(frame.getLong(THIRD), frame.getLong(FOURTH)),
        set(frame));
  }

  Proposal proposalOf(ByteBuffer frame) {
    return Proposal.of(frame.getLong(FIRST), frame.getLong(SECOND), set(frame));
  }

  private BitSet set(ByteBuffer frame) {
    long[] bits = new long[words];
    for (int i = 0; i < words; i++) {
      bits[i] = frame.getLong(RANKS + i * Long.BYTES);
    }
    return BitSet.valueOf(bits);
  }
}
