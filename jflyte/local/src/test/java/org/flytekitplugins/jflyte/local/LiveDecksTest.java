package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Decks while they are drawn, of a training that runs as its cluster. */
@Timeout(120)
class LiveDecksTest {
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final LiveDecks decks = LiveDecks.start("com.acme.Whole");

  private record Event(String name, String data) {}

  @AfterEach
  void close() {
    decks.close();
  }

  @Test
  void showATrainingWhileItRunsAndHowItEnds() throws Exception {
    Path go = folder.resolve("go");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().worker(2)",
                """
                System.out.println("learns");
                ProgressLog.current().step(1, Map.of("loss", 0.5));
                while (!Files.exists(Path.of("%s"))) {
                  Thread.sleep(20);
                }
                return x + 1;
                """
                    .formatted(go),
                "")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();
    Iterator<String> lines =
        client
            .send(
                HttpRequest.newBuilder(decks.uri().resolve("events")).build(),
                BodyHandlers.ofLines())
            .body()
            .iterator();
    assertThat(next(lines).data()).contains("No training has started yet.");

    CompletableFuture<Long> run =
        CompletableFuture.supplyAsync(
            () -> Running.run(directory, "com.acme.Whole", 7, folder.resolve("run"), decks));
    Event running = next(lines);
    while (!running.data().contains("loss over steps")) {
      running = next(lines);
    }
    assertThat(running.name()).isEqualTo("deck");
    assertThat(running.data()).contains("Running</span>", "still running", "x = 7");
    while (!get("logs/train-worker-0.log").body().contains("learns")) {
      Thread.sleep(50);
    }
    assertThat(get("logs/%2e%2e/attempt-1").statusCode()).isEqualTo(404);
    assertThat(get("logs/%2e%2e/%2e%2e/inputs.pb").statusCode()).isEqualTo(404);

    Files.writeString(go, "");
    assertThat(run.get()).isEqualTo(8);
    decks.end("The run has succeeded.");
    List<Event> last = rest(lines);

    assertThat(last).last().isEqualTo(new Event("end", "The run has succeeded."));
    assertThat(last.get(last.size() - 2).data())
        .contains("Succeeded</span>", "y = 8")
        .doesNotContain("still running");
    assertThat(Files.readString(folder.resolve("run/train/attempt-1/deck.html")))
        .contains(last.get(last.size() - 2).data());
  }

  @Test
  void areThoseOfAllTrainingsOfTheRunWithTheNewestInFront() throws Exception {
    Path again = folder.resolve("again");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "First",
                "TfJob.builder().worker(1)",
                """
                System.out.println("first of all");
                if (Files.notExists(Path.of("%1$s"))) {
                  Files.createFile(Path.of("%1$s"));
                  throw ContainerError.create("CODE", "again", ContainerError.Kind.RECOVERABLE);
                }
                return x + 1;
                """
                    .formatted(again),
                "@Override public int getRetries() { return 1; }")
            .training("Second", "TfJob.builder().worker(1)", "return x * 2;", "")
            .workflow(
                "Whole",
                "return builder.apply(\"second\", new Second(), builder.apply(\"first\", new First(),"
                    + " x).getOutputs()).getOutputs();")
            .build();
    assertThat(Running.run(directory, "com.acme.Whole", 7, folder.resolve("run"), decks))
        .isEqualTo(16);
    decks.end("The run has succeeded.");
    String root = decks.uri().getPath();

    String newest = get("").body();
    assertThat(newest)
        .contains(
            "<nav id=\"trainings\" aria-label=\"trainings\">"
                + "<a href=\""
                + root
                + "1/\"><i class=\"failed\" title=\"failed\"></i>first</a>\n<a href=\""
                + root
                + "2/\"><i class=\"succeeded\" title=\"succeeded\"></i>first, attempt 2</a>\n"
                + "<a href=\""
                + root
                + "\" aria-current=\"page\"><i class=\"succeeded\" title=\"succeeded\"></i>"
                + "second</a>\n</nav>")
        .contains("<h1>second ");
    assertThat(get("1/").body())
        .contains("<h1>first ", "Failed</span>")
        .contains("1/\" aria-current=\"page\">")
        .containsOnlyOnce("aria-current=");
    assertThat(get("2/").body()).contains("<h1>first ", "Succeeded</span>");
    assertThat(get("3/").body()).contains("<h1>second ");
    assertThat(get("1/logs/first-worker-0.log").body()).contains("first of all");
    for (String nothing : List.of("4/", "0/", "9999999/", "1/logs/second-worker-0.log", "1/x")) {
      assertThat(get(nothing).statusCode()).as(nothing).isEqualTo(404);
    }
    assertThat(beginOf(longLog(folder.resolve("run/first/attempt-1/logs/long.log")), "1/logs/"))
        .hasSize(1000);
    List<String> events =
        get("1/events").body().lines().filter(l -> l.startsWith("event")).toList();
    assertThat(events).containsExactly("event: trainings", "event: deck", "event: end");
  }

  @Test
  void areForNobodyWhoDoesNotKnowTheirAddress() throws Exception {
    assertThat(InetAddress.getByName(decks.uri().getHost()).isLoopbackAddress()).isTrue();
    assertThat(decks.uri().getPath()).matches("/[A-Za-z0-9_-]{32}/");
    try (LiveDecks others = LiveDecks.start("x")) {
      assertThat(others.uri().getPath()).isNotEqualTo(decks.uri().getPath());
    }
    assertThat(get("").body())
        .contains("new EventSource('events')", "com.acme.Whole", "No training has started yet.");
    for (String path : List.of("/", "/events", "/favicon.ico", "/" + "A".repeat(32) + "/events")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void endWhereNobodyLooksOnAndWhereSomebodyDoes() throws Exception {
    Iterator<String> lines =
        client
            .send(
                HttpRequest.newBuilder(decks.uri().resolve("events")).build(),
                BodyHandlers.ofLines())
            .body()
            .iterator();
    next(lines);

    decks.close();

    assertThat(rest(lines)).last().isEqualTo(new Event("end", "The run has ended."));
    LiveDecks.start("x").close();
  }

  // More than one array takes; on the disk it is nothing.
  private static String longLog(Path file) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      log.setLength(3L << 30);
    }
    return file.getFileName().toString();
  }

  private byte[] beginOf(String log, String below) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(decks.uri().resolve(below + log)).build();
    try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      return body.readNBytes(1000);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = decks.uri().resolve(path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static List<Event> rest(Iterator<String> lines) {
    List<Event> rest = new ArrayList<>();
    while (rest.isEmpty() || !rest.get(rest.size() - 1).name().equals("end")) {
      rest.add(next(lines));
    }
    return rest;
  }

  private static Event next(Iterator<String> lines) {
    String name = "";
    List<String> data = new ArrayList<>();
    while (true) {
      String line = lines.next();
      if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.add(line.substring(6));
      } else if (line.isEmpty() && !name.isEmpty()) {
        return new Event(name, String.join("\n", data));
      }
    }
  }
}
