package org.flytekitplugins.client.internal.admin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy on loopback that knows the method CONNECT, and takes every host for this machine: whoever
 * looks names up itself gets nowhere.
 */
final class ConnectProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> tunnels = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final String credentials;

  /** A proxy for everybody. */
  ConnectProxy() {
    this("");
  }

  /**
   * @param credentials {@code user:password} of the only one who may; empty for everybody
   */
  ConnectProxy(String credentials) {
    this.credentials =
        credentials.isEmpty()
            ? ""
            : "Basic "
                + Base64.getEncoder()
                    .encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String authority() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** To which hosts and ports there were tunnels, in that order. */
  List<String> tunnels() {
    return List.copyOf(tunnels);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException closed) {
      // So the proxy has ended.
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String request = line(in);
      boolean isWelcome = credentials.isEmpty();
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        isWelcome |= header.equalsIgnoreCase("Proxy-Authorization: " + credentials);
      }
      String[] words = request.split(" ", -1);
      if (!isWelcome) {
        answer(
            client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"");
      } else if (!words[0].equals("CONNECT") || words[1].startsWith("forbidden.")) {
        answer(client, "403 Forbidden");
      } else {
        int port = Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1));
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
          open.add(server);
          tunnels.add(words[1]);
          answer(client, "200 Connection established");
          threads.execute(() -> copy(server, client));
          in.transferTo(server.getOutputStream());
        }
      }
    } catch (IOException ended) {
      // One side has hung up.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // One side has hung up.
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(
        ("HTTP/1.1 "
                + status
                + "\r\n"
                + (status.startsWith("200") ? "" : "Content-Length: 0\r\n")
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
    threads.shutdownNow();
  }
}
