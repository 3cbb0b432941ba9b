package org.flytekitplugins.allreduce.internal.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.flytekitplugins.allreduce.internal.frame.FrameHeader;
import org.jspecify.annotations.Nullable;

/** Frames to and from one peer, of one exchange after the other. */
public final class Lane {
  private final int peer;
  private final Connection connection;
  private final ByteBuffer expected =
      ByteBuffer.allocate(FrameHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private FrameBuffer out = new FrameBuffer(0);
  private FrameBuffer in = new FrameBuffer(0);
  private int filled;
  private int taken;
  private boolean isChecked;
  private boolean isHeld;
  private boolean marks;
  private boolean isLast;

  /**
   * A lane that is idle.
   *
   * @param peer the peer's rank
   */
  public Lane(int peer, Connection connection) {
    this.peer = peer;
    this.connection = connection;
  }

  /** The peer's rank. */
  public int peer() {
    return peer;
  }

  void begin(Operation operation, boolean marks) {
    this.marks = marks;
    isLast = false;
    int largest = operation.largestFrame();
    if (out.capacity() < largest) {
      out = new FrameBuffer(largest);
      in = new FrameBuffer(largest);
    }
    filled = 0;
    taken = 0;
    isHeld = false;
    expectNext(operation);
  }

  private void expectNext(Operation operation) {
    if (taken < operation.framesFrom(peer)) {
      operation.expect(peer, taken, expected);
      in.bytes().position(0).limit(FrameHeader.BYTES + FrameHeader.count(expected));
      isChecked = false;
    }
  }

  /** Sends what can be sent; returns whether anything was. */
  boolean send(Operation operation) throws LaneException {
    boolean moved = false;
    ByteBuffer bytes = out.bytes();
    while (true) {
      if (!bytes.hasRemaining()) {
        if (filled == operation.framesTo(peer) || !operation.isReady(peer, filled)) {
          return moved;
        }
        int count = operation.fill(peer, filled++, out);
        if (marks) {
          FrameHeader.markLast(bytes);
        }
        bytes.position(0).limit(FrameHeader.BYTES + count);
        moved = true;
      }
      moved |= write(bytes) > 0;
      if (bytes.hasRemaining()) {
        return moved;
      }
    }
  }

  /** Takes what has come; returns whether anything has. */
  boolean receive(Operation operation) throws LaneException {
    boolean moved = false;
    ByteBuffer bytes = in.bytes();
    while (!isHeld && taken < operation.framesFrom(peer)) {
      if (read(bytes) == 0) {
        return moved;
      }
      moved = true;
      if (!isChecked && bytes.position() >= FrameHeader.BYTES) {
        check(bytes);
      }
      if (!bytes.hasRemaining()) {
        if (operation.take(peer, taken, in)) {
          taken++;
          expectNext(operation);
        } else {
          isHeld = true;
        }
      }
    }
    return moved;
  }

  // As soon as the header is there: the rest might never come.
  private void check(ByteBuffer bytes) throws LaneException {
    // Only the first replica may say so.
    if (peer == 0 && FrameHeader.isLast(bytes)) {
      FrameHeader.markLast(expected);
      isLast = true;
    }
    @Nullable String difference = FrameHeader.difference(expected, bytes);
    if (difference != null) {
      throw LaneException.refused(peer, difference);
    }
    isChecked = true;
  }

  /** Whether the peer has said that this exchange is the last of these members. */
  boolean isLast() {
    return isLast;
  }

  /** The frame that came and was not taken. */
  FrameBuffer held() {
    return in;
  }

  boolean isHeld() {
    return isHeld;
  }

  /** How many frames were filled, whether or not they are on their way yet. */
  int filled() {
    return filled;
  }

  /** Goes on after the frame that was held. */
  void release(Operation operation) {
    isHeld = false;
    taken++;
    expectNext(operation);
  }

  /** Whether a peer has not sent yet all that must come. */
  public boolean awaits(Operation operation) {
    return !isHeld && taken < operation.framesFrom(peer);
  }

  /** Whether something is filled that could not be sent yet. */
  public boolean isStuck() {
    return out.bytes().hasRemaining();
  }

  boolean isDone(Operation operation) {
    return taken == operation.framesFrom(peer)
        && filled == operation.framesTo(peer)
        && !out.bytes().hasRemaining();
  }

  private int write(ByteBuffer bytes) throws LaneException {
    try {
      return connection.write(bytes);
    } catch (IOException e) {
      throw LaneException.lost(peer, "its connection broke", e);
    }
  }

  private int read(ByteBuffer bytes) throws LaneException {
    try {
      int count = connection.read(bytes);
      if (count < 0) {
        throw LaneException.lost(peer, "its connection was closed", null);
      }
      return count;
    } catch (IOException e) {
      throw LaneException.lost(peer, "its connection broke", e);
    }
  }
}
