package org.flytekitplugins.localcluster.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.flytekitplugins.localcluster.LocalClusterException;

/**
 * Ports of the loopback address that nobody listened on a moment ago. A replica binds its port
 * itself, and later, so the port cannot be held for it. To make it likely that it stays free: the
 * ports are below those that systems give to outgoing connections and to who asks for any port, at
 * random, and not given twice in this program.
 */
public final class FreePorts implements AutoCloseable {
  /** Linux hands out ports from 32768 up, macOS and Windows from 49152 up. */
  private static final int FIRST = 20_000;

  private static final int END = 32_768;
  private static final int ATTEMPTS = 10_000;
  private static final Set<Integer> IN_USE = ConcurrentHashMap.newKeySet();

  private final List<Integer> numbers;

  private FreePorts(List<Integer> numbers) {
    this.numbers = numbers;
  }

  /**
   * Finds ports.
   *
   * @throws LocalClusterException if there are not enough
   */
  public static FreePorts find(int count) {
    List<Integer> found = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS && found.size() < count; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (IN_USE.add(port)) {
        if (isTaken(port)) {
          IN_USE.remove(port);
        } else {
          found.add(port);
        }
      }
    }
    FreePorts ports = new FreePorts(List.copyOf(found));
    if (found.size() < count) {
      ports.close();
      throw new LocalClusterException(
          String.format(
              "the job needs %d ports of the loopback address, but only %d from %d to %d are free:"
                  + " end what listens there",
              count, found.size(), FIRST, END - 1));
    }
    return ports;
  }

  public List<Integer> numbers() {
    return numbers;
  }

  /** Whether somebody listens on a port of the loopback address. */
  public static boolean isTaken(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !socket.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    numbers.forEach(IN_USE::remove);
  }
}
