package org.flytekitplugins.tensorflow.distributed.internal.peer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks whether something listens where a peer should be. */
public final class PeerProbe {
  private static final int TIMEOUT_MILLIS = 2000;

  static {
    neverCacheFailedLookups();
  }

  private PeerProbe() {}

  /**
   * A pod's name resolves a moment after the pod got its address. Java would otherwise believe for
   * 10 seconds that there is no such host, and for ever under some security settings. Only heeded
   * when the process has not looked up any name before.
   */
  public static void neverCacheFailedLookups() {
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /**
   * Connects, and hangs up.
   *
   * @param address as {@code host:port}
   * @return what went wrong, or null if somebody listens there
   */
  public static @Nullable IOException failure(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon);
    int port = Integer.parseInt(address.substring(colon + 1));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), TIMEOUT_MILLIS);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** What went wrong, in a few words. */
  public static String describe(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer";
    }
    String message = String.valueOf(failure.getMessage());
    return failure instanceof ConnectException && message.startsWith("Connection refused")
        ? "connection refused"
        : message.toLowerCase(Locale.ROOT);
  }
}
