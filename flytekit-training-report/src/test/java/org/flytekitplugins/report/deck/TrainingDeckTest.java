package org.flytekitplugins.report.deck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
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
import org.flytekitplugins.spi.DeckSection;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class TrainingDeckTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Replica CHIEF = Replica.of(ReplicaType.CHIEF, 0);
  private static final Replica WORKER = Replica.of(ReplicaType.WORKER, 0);
  private static final TrainingCluster CLUSTER =
      TrainingCluster.of(
          Map.of(
              ReplicaType.CHIEF, ReplicaSpec.of(1),
              ReplicaType.WORKER,
                  ReplicaSpec.of(
                      w ->
                          w.requests(r -> r.cpu("2").memory("4Gi"))
                              .restartPolicy(RestartPolicy.ON_FAILURE))),
          RunPolicy.empty());

  @Test
  void showsTheShapeOfTheClusterTheProcessesAndTheirEnds() {
    String page = TrainingDeck.of(job(CLUSTER)).html();

    assertThat(page)
        .contains("22 November 2026, 10:00 UTC, 2 replicas, 10.0 s")
        .contains("<b>worker</b><span class=\"count\">× 1</span><small>cpu=2, memory=4Gi</small>")
        .contains(
            "<i class=\"failed\" style=\"left:0.00%;width:50.00%\" title=\"worker-0: killed\"></i>"
                + "<i class=\"succeeded\" style=\"left:60.00%;width:30.00%\""
                + " title=\"worker-0: exit 0\"></i><b")
        .contains("<tr><td>worker-0<td>20<td>2<td>killed, exit 0</tr>")
        .contains("<tr><td>chief-0<td>20<td>1<td>exit 0</tr>");
  }

  @Test
  void marksWhenAReplicaWasLostAndWhenItReportedAgain() {
    JobRecord lost =
        record(CLUSTER, List.of(measurement(WORKER, 4, 40, 0.5), measurement(WORKER, 8, 70, 0.4)));

    assertThat(TrainingDeck.of(lost).html())
        .containsOnlyOnce("<b class=\"lost\" style=\"left:50.00%\" title=\"worker-0 killed\"></b>")
        .containsOnlyOnce(
            "<b class=\"back\" style=\"left:80.00%\" title=\"worker-0 back at step 70\"></b>")
        .doesNotContain("title=\"chief-0 ");
  }

  @Test
  void drawsEachMetricOverStepsAndOverTimeWithALineAReplica() {
    String page = TrainingDeck.of(job(CLUSTER)).html();

    assertThat(page)
        .contains("<figcaption>loss over steps</figcaption>")
        .contains("<figcaption>loss over time</figcaption>");
    assertThat(matches(page, "<polyline class=\"curve c0\"[^>]*><title>chief-0</title>"))
        .isEqualTo(2);
    assertThat(matches(page, "<polyline class=\"curve c1\"[^>]*><title>worker-0</title>"))
        .isEqualTo(2);
  }

  @Test
  void saysFromWhichStepOnThereWasNoNumberAndReachesAsFarAsTheTrainingDid() {
    JobRecord diverged =
        record(
            CLUSTER,
            List.of(
                measurement(CHIEF, 1, 100, 1.0),
                measurement(CHIEF, 2, 3000, Double.NaN),
                measurement(CHIEF, 9, 10_000, Double.POSITIVE_INFINITY),
                measurement(WORKER, 1, 100, 1.0),
                measurement(WORKER, 2, 200, Double.NaN),
                measurement(WORKER, 3, 300, 0.5)));

    String page = TrainingDeck.of(diverged).html();

    assertThat(
            matches(page, "<p class=\"missing\">No finite number from step 3,000 on: chief-0</p>"))
        .isEqualTo(2);
    assertThat(
            matches(
                page,
                "<p class=\"missing\">No finite number at some steps, the first 200: worker-0</p>"))
        .isEqualTo(2);
    assertThat(page).contains(">10000</text>").doesNotContain("NaN", "Infinity");
    assertThat(TrainingDeck.of(job(CLUSTER)).html()).doesNotContain("No finite number");
  }

  @Test
  void saysOnceWhoAllHadNoNumberAndWhoWasTheFirst() {
    List<JobRecord.Measurement> none = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      none.add(measurement(Replica.of(ReplicaType.WORKER, i), 1, 60 - i, Double.NaN));
    }

    assertThat(TrainingDeck.of(record(CLUSTER, none)).html())
        .contains(
            "No finite number from step 55 on: worker-5, worker-4, worker-3, worker-2 and 2 more</p>");
  }

  @Test
  void aCurveThatEndsBeforeTheOthersIsNotStretched() {
    JobRecord job =
        record(
            CLUSTER,
            List.of(
                measurement(CHIEF, 1, 100, 1.0),
                JobRecord.Measurement.of(
                    CHIEF, START.plusSeconds(9), 10_000, Map.of("accuracy", 1.0))));

    assertThat(matches(TrainingDeck.of(job).html(), ">10000</text>")).isEqualTo(2);
  }

  @Test
  void isOneFileWithoutAnythingOutside() {
    assertThat(TrainingDeck.of(job(CLUSTER)).html()).doesNotContain("http", "src=", "@import");
  }

  @Test
  void drawsWellFormedImages() throws Exception {
    Matcher image =
        Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
            .matcher(TrainingDeck.of(job(CLUSTER)).html());
    int images = 0;
    while (image.find()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(image.group())));
      images++;
    }
    assertThat(images).isEqualTo(2);
  }

  @Test
  void letsNoNameBecomeMarkup() {
    JobRecord job =
        JobRecord.of(
            "<script>",
            CLUSTER,
            List.of(),
            List.of(),
            List.of(JobRecord.Measurement.of(CHIEF, START, 1, Map.of("<b>\"loss\"</b>", 1.0))));
    assertThat(TrainingDeck.of(job).html())
        .doesNotContain("<script>", "<b>\"loss\"")
        .contains("&lt;script&gt;", "&lt;b&gt;&quot;loss&quot;&lt;/b&gt;");
  }

  @Test
  void aJobOfWhichNothingIsKnownHasAPageToo() {
    JobRecord nothing = JobRecord.of("job", CLUSTER, List.of(), List.of(), List.of());
    assertThat(TrainingDeck.of(nothing).html()).contains("Created", "<p>2 replicas, 0.0 s</p>");
  }

  @Test
  void whatOneReplicaSawSaysNothingAboutHowTheJobStands() {
    JobRecord seen =
        JobRecord.of(
            "job",
            CLUSTER,
            List.of(),
            List.of(JobRecord.Run.of(CHIEF, START, START.plusSeconds(1), JobRecord.RUNNING)),
            List.of());
    assertThat(TrainingDeck.of(seen).html()).contains("<h1>job</h1>").doesNotContain("Created");
  }

  @Test
  void saysThatTheAttemptHasFailedAndWhy() {
    JobRecord failed =
        JobRecord.of(
                "job",
                CLUSTER,
                List.of(),
                List.of(JobRecord.Run.of(CHIEF, START, START.plusSeconds(1), 0)),
                List.of())
            .withFailure("worker-0 failed: <x>\n\tat a.B");
    assertThat(TrainingDeck.of(failed).html())
        .contains(
            "<h1>job <span class=\"state failed\">Failed</span></h1>",
            "<pre class=\"error\">worker-0 failed: &lt;x&gt;\n\tat a.B</pre>");
    assertThat(TrainingDeck.of(job(CLUSTER)).html()).doesNotContain("Failed</span>", "<pre");
  }

  @Test
  void saysWhoFailedOfWhatTheFirstInFront() {
    JobRecord failed =
        job(CLUSTER)
            .withFailure(
                "worker-0 failed: …",
                List.of(
                    failure(
                        WORKER, 2500, false, "a.Rows", "row <7>", CodeLine.of("a.Rows", "of", 34)),
                    failure(CHIEF, 3000, true, "a.LostPeer", "worker-0", null)));

    assertThat(TrainingDeck.of(failed).html())
        .contains(
            """
            <div class="scroll"><table class="failures">
            <tr><th>failed<th>at<th>of<th>code<th>another attempt</tr>
            <tr><td>worker-0<td>2.5 s<td>a.Wrapper: outer, caused by a.Rows: row &lt;7&gt; (at a.Rows:34)<td>USER:Rows<td>will not help</tr>
            <tr><td>chief-0<td>3.0 s<td>a.Wrapper: outer, caused by a.LostPeer: worker-0<td>USER:Rows<td>may help</tr>
            </table></div>
            <pre class="error">worker-0 failed: …</pre>
            """);
  }

  @Test
  void saysOnceWhatManyFailedOf() {
    List<ReplicaFailure> failures = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Replica worker = Replica.of(ReplicaType.WORKER, i);
      failures.add(failure(worker, 4000 - i * 100, false, "a.Lost", "chief-0", null));
    }
    assertThat(TrainingDeck.of(job(CLUSTER).withFailure("", failures)).html())
        .contains("<tr><td>worker-5, worker-4, worker-3, worker-2 and 2 more<td>3.5 s<td>")
        .containsOnlyOnce("a.Lost: chief-0");
  }

  @Test
  void marksInEveryPictureWhoWasLostAndWhoCameBack() {
    String page = TrainingDeck.of(job(CLUSTER)).html();

    assertThat(matches(page, "<g class=\"mark lost\"><title>worker-0 killed</title>")).isEqualTo(2);
    assertThat(matches(page, "<g class=\"mark back\"><title>worker-0 back at step 20</title>"))
        .isEqualTo(2);
  }

  @Test
  void marksCheckpointsInEveryPicture() {
    JobRecord job = job(CLUSTER).withCheckpoints(List.of(checkpoint(4, 15), checkpoint(8, 20)));

    String page = TrainingDeck.of(job).html();

    for (String step : List.of("15", "20")) {
      assertThat(
              matches(
                  page,
                  "<path class=\"saved\"[^>]*><title>checkpoint of step " + step + "</title>"))
          .isEqualTo(2);
    }
    assertThat(page)
        .contains(
            "<b class=\"saved\" style=\"left:40.00%\" title=\"checkpoint of step 15\"></b>"
                + "<b class=\"saved\" style=\"left:80.00%\" title=\"checkpoint of step 20\"></b>")
        .contains("<i class=\"saved\"></i>checkpoint</span>");
    assertThat(TrainingDeck.of(job(CLUSTER)).html()).doesNotContain("class=\"saved\"");
  }

  @Test
  void showsCheckpointsThatLieOnEachOtherAsOne() {
    List<JobRecord.Checkpoint> many = new ArrayList<>();
    for (int step = 1; step <= 10_000; step++) {
      many.add(JobRecord.Checkpoint.of(CHIEF, START.plusMillis(step), step));
    }

    String page = TrainingDeck.of(job(CLUSTER).withCheckpoints(many)).html();

    assertThat(matches(page, "class=\"saved\"")).isBetween(40L, 250L);
    assertThat(page).contains("checkpoints, of steps ", " to 10000</title>");
  }

  @Test
  void showsWhatALostReplicaHasPrintedLast() {
    JobRecord job =
        job(CLUSTER)
            .withLogEnds(
                List.of(
                    JobRecord.LogEnd.of(WORKER, START.plusSeconds(5), 137, List.of("a", "<b>")),
                    JobRecord.LogEnd.of(
                        CHIEF, START.plusSeconds(6), 143, List.of("asked to end"))));

    assertThat(TrainingDeck.of(job).html())
        .contains(
            "<details><summary>worker-0: killed at 5.0 s, the last lines of the log</summary>"
                + "<pre class=\"error\">a\n&lt;b&gt;</pre></details>")
        .doesNotContain("asked to end");
  }

  @Test
  void showsOnceWhatManyHavePrintedAndLeavesOutTheRestOfManyLogs() {
    List<JobRecord.LogEnd> ends = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Replica worker = Replica.of(ReplicaType.WORKER, i);
      String line = "[" + worker + "] " + (i < 5 ? "no space left" : "at step " + i);
      ends.add(
          JobRecord.LogEnd.of(
              worker, START.plusMillis(5000 - i), 1, List.of(line + "x".repeat(900))));
    }

    String page = TrainingDeck.of(job(CLUSTER).withLogEnds(ends)).html();

    assertThat(matches(page, "<details>")).isEqualTo(8);
    assertThat(page).contains("<p>8 more ended so, whose logs say something else.</p>");
    assertThat(page.length() - TrainingDeck.of(job(CLUSTER)).html().length()).isLessThan(5000);
    assertThat(TrainingDeck.of(job(CLUSTER).withLogEnds(ends.subList(0, 6))).html())
        .contains(
            "<summary>worker-5: exit 1 at 5.0 s, the last lines of the log</summary>",
            "<summary>worker-4, worker-3, worker-2, worker-1 and 1 more: exit 1 at 5.0 s, the last lines of the log</summary>");
  }

  @Test
  void saysWhatElseThereIsToSayWithLinks() {
    JobRecord job =
        job(CLUSTER)
            .withDetails(
                List.of(
                    JobRecord.Detail.of("attempt", "2 <of> 3"),
                    JobRecord.Detail.of("logs", "chief-0", URI.create("file:///logs?a&b")),
                    JobRecord.Detail.of("logs", "worker-0")));

    assertThat(TrainingDeck.of(job).html())
        .contains(
            """
            <dl>
            <div><dt>attempt</dt><dd>2 &lt;of&gt; 3</dd></div>
            <div><dt>logs</dt><dd><a href="file:///logs?a&amp;b">chief-0</a>, worker-0</dd></div>
            </dl>
            """);
  }

  private static JobRecord.Checkpoint checkpoint(int second, long step) {
    return JobRecord.Checkpoint.of(CHIEF, START.plusSeconds(second), step);
  }

  private static ReplicaFailure failure(
      Replica replica,
      long millis,
      boolean isRecoverable,
      String type,
      String message,
      @Nullable CodeLine line) {
    return ReplicaFailure.of(
        replica,
        START.plusMillis(millis),
        "USER:Rows",
        isRecoverable,
        Origin.USER,
        ExceptionChain.of(
            List.of(ThrownException.of("a.Wrapper", "outer"), ThrownException.of(type, message)),
            line));
  }

  @Test
  void saysWhatIsMissingWhereNothingWasReported() {
    JobRecord silent = record(CLUSTER, List.of());
    assertThat(TrainingDeck.of(silent).html())
        .contains("<p>No replica has reported a step: ProgressLog.current().step(…) does.</p>")
        .doesNotContain("class=\"charts\"");
    assertThat(TrainingDeck.of(job(CLUSTER)).html()).doesNotContain("No replica");
  }

  @Test
  void showsWhatTheTaskAddsInFramesOfTheirOwn() {
    JobRecord job =
        job(CLUSTER).withSections(List.of(DeckSection.of("Confusion <1>", "<h1>\"own\"</h1>")));
    assertThat(TrainingDeck.of(job).html())
        .contains("<h2 class=\"own\">Confusion &lt;1&gt;</h2>\n<iframe class=\"own\"")
        .contains(" srcdoc=\"&lt;h1&gt;&quot;own&quot;&lt;/h1&gt;\"></iframe>");
  }

  private static JobRecord job(TrainingCluster cluster) {
    return record(
        cluster,
        List.of(
            measurement(CHIEF, 2, 10, 1.5),
            measurement(WORKER, 3, 10, 1.25),
            measurement(CHIEF, 4, 20, 0.5),
            measurement(WORKER, 9, 20, 0.25)));
  }

  private static JobRecord record(
      TrainingCluster cluster, List<JobRecord.Measurement> measurements) {
    return JobRecord.of(
        "train",
        cluster,
        List.of(),
        List.of(
            JobRecord.Run.of(CHIEF, START, START.plusSeconds(10), 0),
            JobRecord.Run.of(WORKER, START, START.plusSeconds(5), 137),
            JobRecord.Run.of(WORKER, START.plusSeconds(6), START.plusSeconds(9), 0)),
        measurements);
  }

  private static JobRecord.Measurement measurement(
      Replica replica, int second, long step, double loss) {
    return JobRecord.Measurement.of(replica, START.plusSeconds(second), step, Map.of("loss", loss));
  }

  private static long matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  @Test
  void saysOnceHowAReplicaEndedOverAndOver() {
    List<JobRecord.Run> runs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      runs.add(
          JobRecord.Run.of(
              WORKER, START.plusSeconds(i * 9L), START.plusSeconds(i * 9L + 8), i < 28 ? 137 : 1));
    }
    runs.add(
        JobRecord.Run.of(CHIEF, START, START.plusSeconds(40 * 3600 + 120), JobRecord.LAST_HEARD));

    String page = TrainingDeck.of(JobRecord.of("job", CLUSTER, List.of(), runs, List.of())).html();

    assertThat(page)
        .contains("<td>worker-0<td>–<td>30<td>killed × 28, exit 1 × 2</tr>")
        .contains("<td>chief-0<td>–<td>1<td>was running</tr>", "2 replicas, 40 h 2 min</p>");
    // Marks that would lie on each other are one.
    assertThat(matches(page, "<b class=\"lost\"")).isEqualTo(1);
    assertThat(page).contains("title=\"worker-0 killed, and 29 more like it\"");
  }

  @Test
  void saysOfWhomNothingWasHeardWhereThePageIsNotThatOfOneWhoHasSeenAll() {
    List<JobRecord.Run> runs =
        List.of(JobRecord.Run.of(CHIEF, START, START.plusSeconds(1), JobRecord.RUNNING));

    assertThat(TrainingDeck.of(JobRecord.of("job", CLUSTER, List.of(), runs, List.of())).html())
        .contains("<span>worker-0</span><span class=\"track\"></span><span>not heard of</span>")
        .contains("<td>worker-0<td>–<td>0<td>–</tr>");
  }

  @Test
  void saysThatTheAttemptHasSucceededWhereThatIsKnown() {
    JobRecord job = JobRecord.of("job", CLUSTER, List.of(), List.of(), List.of());
    assertThat(TrainingDeck.of(job.thatSucceeded()).html())
        .contains("<h1>job <span class=\"state succeeded\">Succeeded</span></h1>");
    assertThat(TrainingDeck.of(job.thatSucceeded().withFailure("x")).html())
        .contains("Failed</span>")
        .doesNotContain("Succeeded</span>");
  }

  @Test
  void explainsTheMarksOfTheTimelineWhereThereAreNoCurves() {
    String legend = "<i class=\"lost\"></i>lost</span>";
    assertThat(TrainingDeck.of(record(CLUSTER, List.of())).html()).containsOnlyOnce(legend);
    assertThat(TrainingDeck.of(job(CLUSTER)).html()).containsOnlyOnce(legend);
  }

  @Test
  void aLongTableIsSeenInPart() {
    TrainingCluster many =
        TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(21)), RunPolicy.empty());
    assertThat(TrainingDeck.of(JobRecord.of("job", many, List.of(), List.of(), List.of())).html())
        .contains("<div class=\"scroll tall\"><table>");
    assertThat(TrainingDeck.of(job(CLUSTER)).html()).doesNotContain("\"scroll tall\"");
  }
}
