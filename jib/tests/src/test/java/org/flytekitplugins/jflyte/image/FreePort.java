package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Ports of loopback that nobody listens at, each given once. They are below those that the system
 * gives to clients, which could take one before its server does.
 */
final class FreePort {
  private static final Set<Integer> GIVEN = new HashSet<>();
  private static final Random RANDOM = new Random();

  private FreePort() {}

  static synchronized int next() {
    while (true) {
      int port = 20_000 + RANDOM.nextInt(12_000);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
