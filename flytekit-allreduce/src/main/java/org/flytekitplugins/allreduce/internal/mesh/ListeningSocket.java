package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Consumer;

/** Where a replica listens: at its own address and no other, if the machine has that. */
final class ListeningSocket {
  private static final int BACKLOG = 128;

  private ListeningSocket() {}

  /**
   * Listens.
   *
   * @param events who is told if it is on all interfaces
   * @throws UncheckedIOException if somebody else does so already
   */
  static ServerSocketChannel open(HostPort address, Consumer<String> events) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.configureBlocking(false);
        channel.bind(own(address, events), BACKLOG);
        return channel;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen at " + address + " (" + e.getMessage() + "): end what does already", e);
    }
  }

  private static InetSocketAddress own(HostPort address, Consumer<String> events)
      throws IOException {
    try {
      InetSocketAddress resolved = address.resolve();
      if (resolved.getAddress().isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(resolved.getAddress()) != null) {
        return resolved;
      }
      events.accept("listens on all interfaces, because " + address + " is not of this machine");
    } catch (UnknownHostException e) {
      // A pod's own name resolves a moment after the pod has started.
      events.accept("listens on all interfaces, because " + address + " does not resolve yet");
    }
    return address.onAllInterfaces();
  }
}
