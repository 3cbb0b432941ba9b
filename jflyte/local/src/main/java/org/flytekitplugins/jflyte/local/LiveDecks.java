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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.report.deck.LiveDeckPage;
import org.jspecify.annotations.Nullable;

/**
 * Serves the decks of the trainings of a run, drawn anew while they run, to browsers of this
 * machine: on the loopback interface, at an address that nobody can guess. At that address is
 * whichever training has begun last, and below it is each under its number. It ends with this
 * process, or when it is closed.
 */
public final class LiveDecks implements LocalExecutionListener, AutoCloseable {
  /** How often it looks for something new. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration LAST_EVENTS = Duration.ofSeconds(2);
  private static final int TOKEN_BYTES = 24;

  /** The number of whichever training has begun last. */
  private static final int NEWEST = 0;

  /** A number with no more digits than there are trainings in any run, and what of that one. */
  private static final Pattern BELOW = Pattern.compile("(?:([1-9][0-9]{0,6})/)?(.*)");

  private final HttpServer server;
  private final ExecutorService threads;
  private final String root;
  private final String title;
  private final List<LiveDeck> decks = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable String end;

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
    decks.add(new LiveDeck(node.name(), attempt));
  }

  /**
   * Draws for the last time, and tells all who look on.
   *
   * @param sentence what the page says from now on
   */
  public void end(String sentence) {
    synchronized (this) {
      if (end == null) {
        decks.forEach(LiveDeck::end);
        end = sentence;
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
      Matcher asked = asked(path);
      if (asked == null || !exchange.getRequestMethod().equals("GET")) {
        sendNothing(exchange, "nothing is here");
        return;
      }
      int number = asked.group(1) == null ? NEWEST : Integer.parseInt(asked.group(1));
      String what = asked.group(2);
      if (what.isEmpty()) {
        String page = LiveDeckPage.html(title, trainings(number), body(number));
        send(exchange, 200, "text/html", page.getBytes(StandardCharsets.UTF_8));
      } else if (what.equals("events")) {
        stream(exchange, number);
      } else {
        sendLog(exchange, number, what);
      }
    }
  }

  // What is asked for below the root, and of which training; null for nothing of ours.
  private @Nullable Matcher asked(String path) {
    Matcher asked = BELOW.matcher(path.startsWith(root) ? path.substring(root.length()) : "/");
    return asked.matches()
            && (asked.group(1) == null || Integer.parseInt(asked.group(1)) <= decks.size())
        ? asked
        : null;
  }

  private @Nullable LiveDeck deck(int number) {
    int index = (number == NEWEST ? decks.size() : number) - 1;
    return index < 0 ? null : decks.get(index);
  }

  private String body(int number) {
    LiveDeck deck = deck(number);
    return deck == null ? "<h1>No training has started yet.</h1>\n" : deck.body();
  }

  // The newest one's address is that at which it follows: so one gets back to it.
  private String trainings(int number) {
    List<LiveDeck> all = List.copyOf(decks);
    if (all.size() < 2) {
      return "";
    }
    int current = number == NEWEST ? all.size() : number;
    StringBuilder links = new StringBuilder();
    for (int i = 1; i <= all.size(); i++) {
      URI page = URI.create(i == all.size() ? root : root + i + "/");
      LiveDeck deck = all.get(i - 1);
      links.append(LiveDeckPage.link(page, deck.name(), deck.state(), i == current));
    }
    return links.toString();
  }

  private static void sendNothing(HttpExchange exchange, String why) throws IOException {
    send(exchange, 404, "text/plain", (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }

  private void sendLog(HttpExchange exchange, int number, String name) throws IOException {
    LiveDeck deck = deck(number);
    Path file = deck == null ? null : deck.log(name);
    if (file == null) {
      sendNothing(exchange, "no such log");
    } else {
      // Of any size, and longer when it is sent than when it was looked at.
      begin(exchange, "text/plain");
      Files.copy(file, exchange.getResponseBody());
    }
  }

  // Until it is closed.
  private static void begin(HttpExchange exchange, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
  }

  private void stream(HttpExchange exchange, int number) throws IOException {
    begin(exchange, "text/event-stream");
    OutputStream out = exchange.getResponseBody();
    String sent = "";
    String sentTrainings = "";
    while (true) {
      // In this order, for what is drawn after the end is the last.
      String sentence = end;
      String trainings = trainings(number);
      String body = body(number);
      if (!trainings.equals(sentTrainings)) {
        out.write(event("trainings", trainings));
        sentTrainings = trainings;
      }
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

  private static byte[] event(String name, String text) {
    StringBuilder event = new StringBuilder("event: ").append(name).append('\n');
    text.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
    return event.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
