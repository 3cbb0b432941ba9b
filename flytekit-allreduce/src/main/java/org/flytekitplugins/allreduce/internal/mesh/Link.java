package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.flytekitplugins.allreduce.internal.greeting.Handshake;
import org.flytekitplugins.allreduce.internal.greeting.Purpose;
import org.jspecify.annotations.Nullable;

/** One connection as long as it is greeted on, and for ever if it is for signs of life. */
final class Link {
  private final SocketChannel channel;
  private final String remote;
  private final int dialled;
  private final Purpose purpose;
  private final long deadline;
  private final ByteBuffer pulse = ByteBuffer.allocate(PulseFrame.BYTES);
  private @Nullable Handshake handshake;

  private Link(SocketChannel channel, String remote, int dialled, Purpose purpose, long deadline) {
    this.channel = channel;
    this.remote = remote;
    this.dialled = dialled;
    this.purpose = purpose;
    this.deadline = deadline;
  }

  /**
   * A connection that this replica makes.
   *
   * @param deadline when it must have been greeted on, by {@link System#nanoTime}
   */
  static Link to(int peer, HostPort address, Purpose purpose, long deadline) throws IOException {
    InetSocketAddress resolved = address.resolve();
    SocketChannel channel = SocketChannel.open();
    try {
      prepare(channel);
      channel.connect(resolved);
      return new Link(channel, address.toString(), peer, purpose, deadline);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A connection that somebody has made to this replica. */
  static Link from(SocketChannel channel, long deadline) throws IOException {
    prepare(channel);
    return new Link(
        channel, String.valueOf(channel.getRemoteAddress()), -1, Purpose.VALUES, deadline);
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

  /** Room for what is said on a connection for signs of life. */
  ByteBuffer pulse() {
    return pulse;
  }

  /** Sends a few bytes, or not at all if the other side takes none. */
  void say(ByteBuffer frame) throws IOException {
    channel.write(frame);
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
