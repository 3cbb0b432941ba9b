package org.flytekitplugins.allreduce.internal.greeting;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a replica says first when it has connected to another. */
final class Greeting {
  static final int NONCE_BYTES = 32;
  static final int DIGEST_BYTES = 32;

  /** How long it is; nothing in it says so. */
  static final int BYTES = 4 + 1 + 1 + 4 + 4 + 8 + DIGEST_BYTES + NONCE_BYTES;

  static final int MAGIC = 0x464C4152;
  private static final byte VERSION = 2;

  private final Purpose purpose;
  private final int from;
  private final int to;
  private final long epoch;
  private final byte[] digest;

  private Greeting(Purpose purpose, int from, int to, long epoch, byte[] digest) {
    this.purpose = purpose;
    this.from = from;
    this.to = to;
    this.epoch = epoch;
    this.digest = digest;
  }

  static byte[] write(Roster roster, int to, Purpose purpose, long epoch, byte[] nonce) {
    return ByteBuffer.allocate(BYTES)
        .putInt(MAGIC)
        .put(VERSION)
        .put(purpose.code())
        .putInt(roster.self())
        .putInt(to)
        .putLong(epoch)
        .put(roster.digest())
        .put(nonce)
        .array();
  }

  /** What it says, or null if it is no greeting. */
  static @Nullable Greeting read(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt() != MAGIC || buffer.get() != VERSION) {
      return null;
    }
    Purpose purpose = Purpose.of(buffer.get());
    if (purpose == null) {
      return null;
    }
    int from = buffer.getInt();
    int to = buffer.getInt();
    long epoch = buffer.getLong();
    byte[] digest = new byte[DIGEST_BYTES];
    buffer.get(digest);
    return new Greeting(purpose, from, to, epoch, digest);
  }

  Purpose purpose() {
    return purpose;
  }

  int from() {
    return from;
  }

  /** Of which members the connection is; 0 if of no others than all. */
  long epoch() {
    return epoch;
  }

  /** Why it is not for the replica of a roster, or null if it is. */
  @Nullable Refusal refusal(Roster roster) {
    if (!Arrays.equals(digest, roster.digest())) {
      return Refusal.OTHER_JOB;
    }
    boolean isExpected = to == roster.self() && from > roster.self() && from < roster.size();
    return isExpected ? null : Refusal.OTHER_PEER;
  }
}
