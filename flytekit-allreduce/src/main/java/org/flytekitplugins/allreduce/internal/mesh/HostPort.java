package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a replica listens, as {@code host:port}. */
public final class HostPort {
  private final String text;
  private final String host;
  private final int port;

  private HostPort(String text, String host, int port) {
    this.text = text;
    this.host = host;
    this.port = port;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is no host and port
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException(
          "the address \"" + text + "\" is no host:port: write for example worker-1.jobs.svc:2222");
    }
    return new HostPort(text, text.substring(0, colon), Integer.parseInt(port));
  }

  /** Whether another address names the same host. */
  public boolean isOnHostOf(HostPort other) {
    return host.equals(other.host);
  }

  /** Looks the host up, which may take long. */
  InetSocketAddress resolve() throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  InetSocketAddress onAllInterfaces() {
    return new InetSocketAddress(port);
  }

  /**
   * Connects, and hangs up.
   *
   * @return what went wrong, or null if somebody listens there
   */
  public @Nullable IOException failure(Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(resolve(), Math.toIntExact(limit.toMillis()));
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** What went wrong with a connection, in a few words. */
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

  @Override
  public String toString() {
    return text;
  }
}
