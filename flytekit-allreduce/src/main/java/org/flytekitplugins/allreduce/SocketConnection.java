package org.flytekitplugins.allreduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.flytekitplugins.allreduce.internal.exchange.Connection;

/** A connection over TCP. */
final class SocketConnection implements Connection {
  private final SocketChannel channel;

  SocketConnection(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return channel.read(to);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }
}
