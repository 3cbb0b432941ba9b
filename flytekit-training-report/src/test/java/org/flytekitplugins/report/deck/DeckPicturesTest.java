package org.flytekitplugins.report.deck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.failure.CodeLine;
import org.flytekitplugins.kubeflow.failure.ExceptionChain;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.failure.ThrownException;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepTimes;
import org.flytekitplugins.report.usage.StepUsage;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decks as a browser shows them. Pages and pictures stay in {@code target/decks}; look at them. A
 * browser is Chromium on the path, or what {@code FLYTEKIT_CHROMIUM} names.
 */
class DeckPicturesTest {
  private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
  private static final String PROBE = PageResource.read("probe.js");
  private static final String LONG_NAME =
      "com.acme.research.languagemodels.pretraining.PretrainTransformerOverTheWholeCorpusWorkflow";
  private static final Path FOLDER = Path.of("target/decks");

  @Test
  void ofAHundredReplicasAndTenThousandStepsIsSmall() {
    assertThat(page("hundred").getBytes(UTF_8)).hasSizeLessThan(300_000);
  }

  @Test
  void ofEightReplicasAndFiveMetricsIsSmall() {
    assertThat(page("metrics").getBytes(UTF_8)).hasSizeLessThan(300_000);
  }

  @Test
  void aTrainingThatWentWell() throws Exception {
    assertThat(seen("good", 1240, "light"))
        .isEqualTo(
            """
            width 1240
            title digits.train
            figures loss over steps, accuracy over steps
            curves 6, raw 6, bands 0
            marks in figures: lost 0, back 0, saved 40
            timeline: rows 3, bars 3, lost 0, back 0, saved 20
            failures 0, logs 0, costs 3
            labels on each other 0, cut off 0
            smallest text is readable
            ground rgb(255, 255, 255)""");
  }

  @Test
  void aFailedAttemptInTheDarkOnAPhone() throws Exception {
    assertThat(seen("failed", 400, "dark"))
        .isEqualTo(
            """
            width 400
            title digits.train Failed
            figures loss over steps, accuracy over steps
            curves 8, raw 8, bands 0
            marks in figures: lost 2, back 2, saved 16
            timeline: rows 4, bars 5, lost 1, back 1, saved 8
            failures 1, logs 1, costs 4
            labels on each other 0, cut off 0
            smallest text is readable
            ground rgb(20, 24, 31)""");
  }

  @ParameterizedTest
  @ValueSource(ints = {1240, 400})
  void aHundredReplicasOfWhichFiveWereLost(int width) throws Exception {
    assertThat(seen("hundred", width, "light"))
        .isEqualTo(
            """
            width %d
            title digits.train
            figures loss over steps, accuracy over steps
            curves 2, raw 0, bands 2
            marks in figures: lost 2, back 2, saved 68
            timeline: rows 100, bars 105, lost 5, back 5, saved 34
            failures 0, logs 5, costs 100
            labels on each other 0, cut off 0
            smallest text is readable
            ground rgb(255, 255, 255)"""
                .formatted(width));
  }

  @Test
  void fiveMetricsOfEightReplicasInTheDark() throws Exception {
    assertThat(seen("metrics", 1240, "dark"))
        .isEqualTo(
            """
            width 1240
            title digits.train
            figures loss over steps, accuracy over steps, precision over steps, recall over steps, rate over steps
            curves 40, raw 40, bands 0
            marks in figures: lost 0, back 0, saved 100
            timeline: rows 8, bars 8, lost 0, back 0, saved 20
            failures 0, logs 0, costs 8
            labels on each other 0, cut off 0
            smallest text is readable
            ground rgb(20, 24, 31)""");
  }

  /**
   * Hours, names as long as they come, small and large values, and who was started over and over.
   */
  @ParameterizedTest
  @ValueSource(ints = {1240, 400})
  void aLongTrainingWithLongNamesThatWasHardToKeepGoing(int width) throws Exception {
    assertThat(seen("harsh", width, width == 400 ? "dark" : "light"))
        .isEqualTo(
            """
            width %d
            title %s Failed
            figures validation/mean_squared_logarithmic_error over steps, tokens over steps
            curves 6, raw 6, bands 0
            marks in figures: lost 40, back 40, saved 2
            timeline: rows 4, bars 63, lost 31, back 30, saved 1
            failures 0, logs 0, costs 3
            labels on each other 0, cut off 0
            smallest text is readable
            ground %s"""
                .formatted(
                    width, LONG_NAME, width == 400 ? "rgb(20, 24, 31)" : "rgb(255, 255, 255)"));
  }

  @Test
  void aTrainingWhoseLossIsNoNumberAnyMore() throws Exception {
    assertThat(seen("diverged", 400, "light"))
        .isEqualTo(
            """
            width 400
            title digits.train
            figures loss over steps, accuracy over steps
            curves 6, raw 6, bands 0
            marks in figures: lost 0, back 0, saved 40
            timeline: rows 3, bars 3, lost 0, back 0, saved 20
            failures 0, logs 0, costs 3
            labels on each other 0, cut off 0
            smallest text is readable
            ground rgb(255, 255, 255)""");
  }

  @Test
  void oneReplicaThatHasReportedNothing() throws Exception {
    assertThat(seen("silent", 1240, "light"))
        .isEqualTo(
            """
            width 1240
            title digits.train Succeeded
            figures\s
            curves 0, raw 0, bands 0
            marks in figures: lost 0, back 0, saved 0
            timeline: rows 1, bars 1, lost 0, back 0, saved 1
            failures 0, logs 0, costs 1
            labels on each other 0, cut off 0
            smallest text is readable
            ground rgb(255, 255, 255)""");
  }

  @Test
  void aDeckThatIsDrawnWhileOneLooksOn() throws Exception {
    Optional<String> chromium = chromium();
    assumeTrue(chromium.isPresent(), "there is no Chromium: no picture");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/", "text/html", LiveDeckPage.html("jflyte", "", "<h1>nothing yet</h1>"));
    answer(
        server,
        "/events",
        "text/event-stream",
        event("deck", TrainingDeck.of(job("failed")).body())
            + event(
                "trainings",
                LiveDeckPage.link(URI.create("1/"), "clean", "succeeded", false)
                    + LiveDeckPage.link(URI.create("2/"), "train, attempt 1", "failed", false)
                    + LiveDeckPage.link(URI.create("."), "train, attempt 2", "running", true))
            + event("deck", TrainingDeck.of(job("good")).body())
            + event("end", "The run has ended."));
    server.start();
    try {
      String dom =
          dom(
              chromium.get(),
              URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
              1240,
              "light",
              "live");
      assertThat(dom)
          .contains("<title>digits.train</title>", "role=\"status\">The run has ended.</p>")
          .containsOnlyOnce("loss over steps</figcaption>")
          .contains("title=\"checkpoint of step 2000\"")
          .contains(
              "aria-current=\"page\"><i class=\"running\" title=\"running\"></i>train, attempt 2")
          .doesNotContain("nothing yet", "worker-2");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpServer server, String path, String type, String text) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(UTF_8));
          }
        });
  }

  private static String event(String name, String text) {
    return "event: " + name + "\ndata: " + text.replace("\n", "\ndata: ") + "\n\n";
  }

  /** What a reader sees in a window of that width, counted by the browser. */
  private static String seen(String deck, int width, String mode) throws Exception {
    Optional<String> chromium = chromium();
    assumeTrue(chromium.isPresent(), "there is no Chromium: no picture");
    Files.createDirectories(FOLDER);
    String name = deck + "-" + width + "-" + mode;
    Files.writeString(FOLDER.resolve(name + ".html"), page(deck));
    // A window is at least 500 wide, a frame is not.
    Path framed = FOLDER.resolve(name + "-framed.html").toAbsolutePath();
    Files.writeString(
        framed,
        "<style>body { margin: 0; }</style><script>"
            + PROBE
            + "</script><iframe width=\""
            + width
            + "\" height=\"3000\" frameborder=\"0\" onload=\"document.title = probe(this)\" srcdoc=\""
            + Svg.escape(page(deck))
            + "\"></iframe>");
    Matcher title =
        Pattern.compile("<title>(.*?)</title>", Pattern.DOTALL)
            .matcher(dom(chromium.get(), framed.toUri(), width, mode, name));
    assertThat(title.find()).isTrue();
    return title.group(1);
  }

  private static String dom(String chromium, URI page, int width, String mode, String name)
      throws Exception {
    Process process =
        new ProcessBuilder(
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                // Containers have little of it, and another's browser has the usual profile.
                "--disable-dev-shm-usage",
                "--user-data-dir=" + FOLDER.resolve("profile").toAbsolutePath(),
                "--hide-scrollbars",
                "--blink-settings=preferredColorScheme=" + (mode.equals("dark") ? 0 : 1),
                "--window-size=" + width + ",2200",
                "--screenshot=" + FOLDER.resolve(name + ".png").toAbsolutePath(),
                "--dump-dom",
                // Until its events have come.
                "--virtual-time-budget=2000",
                page.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  private static Optional<String> chromium() {
    String named = System.getenv("FLYTEKIT_CHROMIUM");
    if (named != null) {
      return Optional.of(named);
    }
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static String page(String deck) {
    return TrainingDeck.of(job(deck)).html();
  }

  private static JobRecord job(String deck) {
    return switch (deck) {
      case "good" -> job(2, 2000, List.of("loss", "accuracy"), 0);
      case "failed" -> failed();
      case "harsh" -> harsh();
      case "silent" -> silent();
      case "diverged" -> diverged();
      case "metrics" -> job(7, 2000, List.of("loss", "accuracy", "precision", "recall", "rate"), 0);
      default -> job(99, 10_000, List.of("loss", "accuracy"), 5);
    };
  }

  private static JobRecord failed() {
    List<ReplicaFailure> failures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      failures.add(
          ReplicaFailure.of(
              Replica.of(ReplicaType.WORKER, i),
              START.plusMillis(61_000 + i * 40L),
              "USER:IllegalStateException",
              false,
              Origin.USER,
              ExceptionChain.of(
                  List.of(
                      ThrownException.of(
                          "java.lang.IllegalStateException", "row 7 of digits.csv has no label")),
                  CodeLine.of("com.acme.digits.Rows", "label", 34))));
    }
    return job(3, 800, List.of("loss", "accuracy"), 1)
        .withFailure(
            """
            worker-0 failed: java.lang.IllegalStateException: row 7 of digits.csv has no label
            \tat com.acme.digits.Rows.label(Rows.java:34)
            \tat com.acme.digits.TrainDigits.run(TrainDigits.java:81)""",
            failures);
  }

  // As a primary in a pod knows it: of one replica nothing was heard, another is there still.
  private static JobRecord harsh() {
    List<JobRecord.Run> runs = new ArrayList<>();
    List<JobRecord.Measurement> measurements = new ArrayList<>();
    long hour = 3_600_000;
    for (int r = 0; r < 3; r++) {
      Replica replica = Replica.of(ReplicaType.WORKER, r);
      if (r < 2) {
        for (int again = 0; again < 31; again++) {
          long from = again * 2L * hour + r * 2_400_000L;
          boolean isLast = again == 30;
          runs.add(
              JobRecord.Run.of(
                  replica,
                  at(from),
                  at(from + hour + hour / 2),
                  isLast ? (r == 0 ? JobRecord.RUNNING : JobRecord.FAILED) : 137));
        }
      } else {
        runs.add(JobRecord.Run.of(replica, at(0), at(61 * hour), JobRecord.LAST_HEARD));
      }
      for (int step = 0; step <= 600; step++) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("validation/mean_squared_logarithmic_error", 2e-7 + 1e-6 / (step + 10 + r));
        values.put("tokens", step * 3.2e9);
        measurements.add(
            JobRecord.Measurement.of(replica, at(step * hour / 10), step * 200_000L, values));
      }
    }
    return JobRecord.of(
            LONG_NAME,
            TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(4)), RunPolicy.empty()),
            List.of(),
            runs,
            measurements)
        .withCheckpoints(
            List.of(JobRecord.Checkpoint.of(Replica.parse("worker-0"), at(30 * hour), 60_000_000)))
        .withUsage(
            Map.of(
                Replica.parse("worker-0"), usage(4_000_000, 0),
                Replica.parse("worker-1"), usage(3_999_999, 1),
                Replica.parse("worker-2"), ReplicaUsage.builder().cpuSeconds(1234567).build()))
        .withFailure("worker-1 failed: " + "x".repeat(400))
        .withDetails(
            List.of(
                JobRecord.Detail.of("workflow", LONG_NAME),
                JobRecord.Detail.of("inputs", "corpus = s3://" + "bucket/".repeat(30)),
                JobRecord.Detail.of("logs", "kubectl logs -n team " + "a".repeat(70))));
  }

  // After a third of its steps; the workers see it a little later than the chief.
  private static JobRecord diverged() {
    JobRecord job = job(2, 2000, List.of("loss", "accuracy"), 0);
    List<JobRecord.Measurement> measurements = new ArrayList<>();
    for (JobRecord.Measurement said : job.measurements()) {
      Map<String, Double> values = new LinkedHashMap<>(said.metrics());
      if (said.step() >= (said.replica().type() == ReplicaType.CHIEF ? 660 : 690)) {
        values.put("loss", Double.NaN);
      }
      measurements.add(JobRecord.Measurement.of(said.replica(), said.time(), said.step(), values));
    }
    return JobRecord.of(job.name(), job.cluster(), job.transitions(), job.runs(), measurements)
        .withCheckpoints(job.checkpoints())
        .withUsage(job.usage());
  }

  private static JobRecord silent() {
    Replica only = Replica.parse("worker-0");
    return JobRecord.of(
            "digits.train",
            TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(1)), RunPolicy.empty()),
            List.of(),
            List.of(JobRecord.Run.of(only, at(0), at(400), JobRecord.RUNNING)),
            List.of())
        .withCheckpoints(List.of(JobRecord.Checkpoint.of(only, at(300), 7)))
        .withUsage(Map.of(only, ReplicaUsage.builder().cpuSeconds(0.3).build()))
        .thatSucceeded();
  }

  /** A chief and workers, of which some were killed and came back. */
  private static JobRecord job(int workers, int steps, List<String> metrics, int killed) {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(
                ReplicaType.CHIEF,
                ReplicaSpec.of(c -> c.requests(r -> r.cpu("1").memory("2Gi"))),
                ReplicaType.WORKER,
                ReplicaSpec.of(
                    w ->
                        w.replicas(workers)
                            .requests(r -> r.cpu("2").memory("4Gi"))
                            .restartPolicy(RestartPolicy.ON_FAILURE))),
            RunPolicy.empty());
    Random random = new Random(7);
    List<JobRecord.LogEnd> logEnds = new ArrayList<>();
    List<JobRecord.Checkpoint> checkpoints = new ArrayList<>();
    for (int step = 100; step <= steps; step += 100) {
      checkpoints.add(
          JobRecord.Checkpoint.of(Replica.of(ReplicaType.CHIEF, 0), at(3000 + step * 75L), step));
    }
    List<JobRecord.Run> runs = new ArrayList<>();
    List<JobRecord.Measurement> measurements = new ArrayList<>();
    Map<Replica, ReplicaUsage> usage = new LinkedHashMap<>();
    long end = 3000 + steps * 75L;
    for (int r = 0; r <= workers; r++) {
      Replica replica =
          r == 0 ? Replica.of(ReplicaType.CHIEF, 0) : Replica.of(ReplicaType.WORKER, r - 1);
      usage.put(replica, usage(steps, r));
      long dies = r > 0 && r <= killed ? end / 3 + r * 500L : end + r;
      runs.add(JobRecord.Run.of(replica, at(r * 5L), at(dies), dies < end ? 137 : 0));
      if (dies < end) {
        runs.add(JobRecord.Run.of(replica, at(dies + 2500), at(end), 0));
        logEnds.add(
            JobRecord.LogEnd.of(
                replica, at(dies), 137, List.of("step " + (steps / 3 + r), "step …")));
      }
      for (int step = 10; step <= steps; step += 10) {
        double done = step / (double) steps;
        Map<String, Double> values = new LinkedHashMap<>();
        for (String metric : metrics) {
          double noise = random.nextGaussian() * 0.05;
          values.put(
              metric,
              metric.equals("loss")
                  ? 2.3 * Math.exp(-6 * done) + 0.05 + Math.abs(noise)
                  : Math.min(1, 1 - 0.9 * Math.exp(-8 * done) + noise / 4));
        }
        measurements.add(
            JobRecord.Measurement.of(replica, at(3000 + step * 75L + r), step, values));
      }
    }
    return JobRecord.of("digits.train", cluster, List.of(), runs, measurements)
        .withCheckpoints(checkpoints)
        .withLogEnds(logEnds)
        .withUsage(usage)
        .withDetails(
            List.of(
                JobRecord.Detail.of("workflow", "com.acme.digits.DigitsWorkflow"),
                JobRecord.Detail.of("attempt", "1"),
                JobRecord.Detail.of("inputs", "epochs = 20\nbatch = 64\nrate = 0.001"),
                JobRecord.Detail.of(
                    "logs", "chief-0", URI.create("https://logs.example/chief-0"))));
  }

  private static ReplicaUsage usage(int steps, int replica) {
    StepTimes.Recorder times = new StepTimes.Recorder();
    for (int step = 0; step < steps; step++) {
      times.add(75_000_000 + step % 10 * 1_000_000L + replica * 10_000L);
    }
    return ReplicaUsage.builder()
        .memoryBytes(1800L << 20)
        .peakMemoryBytes(1900L << 20)
        .memoryLimitBytes(2L << 30)
        .cpuSeconds(steps * 0.15)
        .gcSeconds(steps * 0.001)
        .upSeconds(steps * 0.08)
        .steps(
            StepUsage.of(
                times.times(),
                steps * 0.08,
                OptionalDouble.of(steps * 0.02),
                steps * 0.0004,
                steps * 0.008,
                steps * 64L))
        .build();
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }
}
