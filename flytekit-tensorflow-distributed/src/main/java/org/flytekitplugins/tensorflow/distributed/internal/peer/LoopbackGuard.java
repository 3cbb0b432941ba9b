package org.flytekitplugins.tensorflow.distributed.internal.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps other machines off the TensorFlow server of a replica that is on this machine only.
 * TensorFlow binds every interface and has no option for another; but systems give a connection to
 * whoever bound the very address that it came to. So a socket is bound to each address of this
 * machine besides the loopback's, and closes what comes.
 *
 * <p>Two may bind one port only if both say so: TensorFlow does if it finds {@value #REUSE_PORT} in
 * the environment, which the local cluster sets. It is its native library that looks, so Java
 * cannot set it. An interface that comes later is not guarded.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/v2.18.0/tensorflow/core/distributed_runtime/rpc/grpc_server_lib.cc">grpc_server_lib.cc</a>
 */
public final class LoopbackGuard {
  private static final String REUSE_PORT = "TF_GRPC_REUSE_PORT";
  private static final Set<String> TRUE = Set.of("1", "true");

  private LoopbackGuard() {}

  /**
   * Guards the server that is about to be started at an address, if that is the loopback's.
   *
   * @return whether other machines are kept off
   */
  public static boolean start(String address, Map<String, String> environment) {
    int colon = address.lastIndexOf(':');
    boolean shares =
        TRUE.contains(environment.getOrDefault(REUSE_PORT, "").toLowerCase(Locale.ROOT));
    if (!shares || !isLoopback(address.substring(0, colon))) {
      return false;
    }
    try {
      return guard(Integer.parseInt(address.substring(colon + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException("other machines cannot be kept off " + address + ": " + e, e);
    }
  }

  // By its text: a name would have to be looked up, which may take long.
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static boolean guard(int port) throws IOException {
    Selector selector = Selector.open();
    for (InetAddress other : otherAddresses()) {
      ServerSocketChannel guard = ServerSocketChannel.open();
      if (!guard.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        guard.close();
        selector.close();
        return false;
      }
      guard.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      guard.bind(new InetSocketAddress(other, port));
      guard.configureBlocking(false);
      guard.register(selector, SelectionKey.OP_ACCEPT);
    }
    Thread thread = new Thread(() -> closeAll(selector), "loopback guard");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  private static List<InetAddress> otherAddresses() throws IOException {
    List<InetAddress> others = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          others.add(address);
        }
      }
    }
    return others;
  }

  private static void closeAll(Selector selector) {
    try {
      while (true) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          SocketChannel connection = ((ServerSocketChannel) key.channel()).accept();
          if (connection != null) {
            connection.close();
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      // Connections wait from now on, and still reach nobody.
      return;
    }
  }
}
