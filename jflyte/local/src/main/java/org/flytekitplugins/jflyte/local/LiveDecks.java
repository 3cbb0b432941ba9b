package org.flytekitplugins.jflyte.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.report.deck.LiveDeckPage;
import org.flytekitplugins.report.deck.TrainingDeck;
import org.jspecify.annotations.Nullable;

/**
 * Serves the deck of the training that runs now, drawn anew while it runs, to browsers of this
 * machine: on the loopback interface, at an address that nobody can guess. It ends with this
 * process, or when it is closed.
 */
public final class LiveDecks implements LocalExecutionListener, AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** So that drawing takes no more than a tenth of a processor from what is drawn. */
  private static final int PAUSE_PER_DRAWING = 10;

  private static final Duration LAST_EVENTS = Duration.ofSeconds(2);
  private static final int TOKEN_BYTES = 24;

  private final HttpServer server;
  private final ExecutorService threads;
  private final String root;
  private final String title;
  private final Object lock = new Object();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable TrainingAttempt newest;
  private volatile @Nullable String end;
  private String drawn = "<h1>No training has started yet.</h1>\n";
  private long drawAgainAt = System.nanoTime();

  private LiveDecks(HttpServer server, String title) {
    this.server = server;
    this.title = title;
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    this.root = "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "/";
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "live-decks");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to serve.
   *
   * @param title what the page says until a training has begun
   * @throws UncheckedIOException if no port is free
   */
  public static LiveDecks start(String title) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      LiveDecks decks =
          new LiveDecks(HttpServer.create(new InetSocketAddress(loopback, 0), 0), title);
      decks.server.createContext("/", decks::answer);
      decks.server.setExecutor(decks.threads);
      decks.server.start();
      return decks;
    } catch (IOException e) {
      throw new UncheckedIOException("no port of the loopback interface can be served: " + e, e);
    }
  }

  /** The address of the page: whoever knows it may see the decks and the logs. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + root);
  }

  @Override
  public void trainingStarted(NodeStatus node, TrainingAttempt attempt) {
    synchronized (lock) {
      newest = attempt;
      drawAgainAt = System.nanoTime();
    }
  }

  /**
   * Draws for the last time, and tells all who look on.
   *
   * @param sentence what the page says from now on
   */
  public void end(String sentence) {
    synchronized (lock) {
      if (end == null) {
        end = sentence;
        drawAgainAt = System.nanoTime();
      }
    }
    ended.countDown();
  }

  /** Ends it, as soon as those who look on have seen the end; after two seconds at the latest. */
  @Override
  public void close() {
    end("The run has ended.");
    threads.shutdown();
    try {
      threads.awaitTermination(LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (!path.startsWith(root) || !exchange.getRequestMethod().equals("GET")) {
        send(exchange, 404, "text/plain", "nothing is here\n".getBytes(StandardCharsets.UTF_8));
      } else if (path.equals(root)) {
        String page = LiveDeckPage.html(title, drawn());
        send(exchange, 200, "text/html", page.getBytes(StandardCharsets.UTF_8));
      } else if (path.equals(root + "events")) {
        stream(exchange);
      } else {
        sendLog(exchange, path.substring(root.length()));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }

  private void sendLog(HttpExchange exchange, String name) throws IOException {
    Path file = log(name);
    if (file == null) {
      send(exchange, 404, "text/plain", "no such log\n".getBytes(StandardCharsets.UTF_8));
    } else {
      send(exchange, 200, "text/plain", Files.readAllBytes(file));
    }
  }

  // Links to logs are relative to the folder of the attempt, and no other file of it is shown.
  private @Nullable Path log(String name) {
    TrainingAttempt attempt;
    synchronized (lock) {
      attempt = newest;
    }
    if (attempt == null) {
      return null;
    }
    Path file = attempt.folder().resolve(name).normalize();
    boolean isLog = attempt.folder().resolve(AttemptFolders.LOGS).equals(file.getParent());
    return isLog && Files.isRegularFile(file) ? file : null;
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    String sent = "";
    while (true) {
      // In this order, for what is drawn after the end is the last.
      String sentence = end;
      String body = drawn();
      if (!body.equals(sent)) {
        out.write(event("deck", body));
        sent = body;
      }
      if (sentence != null) {
        out.write(event("end", sentence));
        return;
      }
      // Says that somebody is there, and finds out whether somebody listens.
      out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (!pause()) {
        return;
      }
    }
  }

  // Until it is time to look again, or the end; whether this thread may go on.
  private boolean pause() {
    try {
      ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  // Once for all who look on.
  private String drawn() {
    synchronized (lock) {
      TrainingAttempt attempt = newest;
      long now = System.nanoTime();
      if (attempt != null && now - drawAgainAt >= 0) {
        drawn = TrainingDeck.of(attempt.record()).body();
        long took = System.nanoTime() - now;
        drawAgainAt = now + Math.max(PAUSE.toNanos(), PAUSE_PER_DRAWING * took);
      }
      return drawn;
    }
  }

  private static byte[] event(String name, String text) {
    StringBuilder event = new StringBuilder("event: ").append(name).append('\n');
    text.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
    return event.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
