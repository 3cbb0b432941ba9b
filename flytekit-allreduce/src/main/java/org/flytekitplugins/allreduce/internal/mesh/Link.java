package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.flytekitplugins.allreduce.internal.greeting.Handshake;
import org.flytekitplugins.allreduce.internal.greeting.Purpose;
import org.jspecify.annotations.Nullable;

/** One connection as long as it is greeted on, and for ever if it is for signs of life. */
final class Link {
  private final SocketChannel channel;
  private final String remote;
  private final int dialled;
  private final Purpose purpose;
  private final long epoch;
  private final long deadline;
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
  private ByteBuffer incoming = ByteBuffer.allocate(0);
  private @Nullable Handshake handshake;

  private Link(
      SocketChannel channel,
      String remote,
      int dialled,
      Purpose purpose,
      long epoch,
      long deadline) {
    this.channel = channel;
    this.remote = remote;
    this.dialled = dialled;
    this.purpose = purpose;
    this.epoch = epoch;
    this.deadline = deadline;
  }

  /**
   * A connection that this replica makes.
   *
   * @param epoch of which members it is; 0 if of no others than all
   * @param deadline when it must have been greeted on, by {@link System#nanoTime}
   */
  static Link to(int peer, InetSocketAddress address, Purpose purpose, long epoch, long deadline)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      prepare(channel);
      channel.connect(address);
      return new Link(channel, address.toString(), peer, purpose, epoch, deadline);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A connection that somebody has made to this replica. */
  static Link from(SocketChannel channel, long deadline) throws IOException {
    prepare(channel);
    return new Link(
        channel, String.valueOf(channel.getRemoteAddress()), -1, Purpose.VALUES, 0, deadline);
  }

  private static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  SocketChannel channel() {
    return channel;
  }

  /** Where the other side is, for messages. */
  String remote() {
    return remote;
  }

  /** Whom this replica connected to, by rank; -1 if the other side has connected. */
  int dialled() {
    return dialled;
  }

  /** What this replica connected for. */
  Purpose purpose() {
    return purpose;
  }

  /** Of which members it is, if this replica connected; 0 if of no others than all. */
  long epoch() {
    return epoch;
  }

  boolean isLate(long now) {
    return now - deadline > 0;
  }

  void greet(Handshake with) {
    handshake = with;
  }

  /** The handshake; null before the connection is made. */
  @Nullable Handshake handshake() {
    return handshake;
  }

  /** Makes it a connection for frames of one length. */
  void carry(int frameBytes) {
    incoming = ByteBuffer.allocate(frameBytes);
  }

  /** Room for one frame. */
  ByteBuffer incoming() {
    return incoming;
  }

  /** Sends a frame, now or later. */
  void say(ByteBuffer frame) throws IOException {
    unsent.add(frame);
    flush();
  }

  /** Sends what was left unsent, as far as the other side takes it; returns whether that is all. */
  boolean flush() throws IOException {
    while (!unsent.isEmpty()) {
      channel.write(unsent.getFirst());
      if (unsent.getFirst().hasRemaining()) {
        return false;
      }
      unsent.removeFirst();
    }
    return true;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }

  @Override
  public String toString() {
    return remote;
  }
}
