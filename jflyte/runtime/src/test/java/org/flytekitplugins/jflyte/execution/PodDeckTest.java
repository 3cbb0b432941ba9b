package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.Flyte;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deck of a job in pods shows of all its replicas, each of which has left its part. */
class PodDeckTest {
  @TempDir Path folder;

  private static String deck(Job job) throws Exception {
    Path ofFlyteTwo = job.out().resolve("report.html");
    return Files.readString(Files.exists(ofFlyteTwo) ? ofFlyteTwo : job.out().resolve("deck.html"));
  }

  /** The rows of the page's table of replicas: name, last step, processes, ends. */
  private static List<String> ends(String page) {
    return Pattern.compile("<tr><td>([a-z]+-[0-9]+)<td>([0-9–]+)<td>([0-9]+)<td>([^<]*)</tr>")
        .matcher(page)
        .results()
        .map(row -> String.join(" ", row.group(1), row.group(2), row.group(3), row.group(4)))
        .toList();
  }

  private static List<String> costs(String page) {
    return Pattern.compile("<tr><td>([a-z]+-[0-9]+)(?:<td>[^<]*){12}</tr>")
        .matcher(page)
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  @Test
  void showsCurvesCostsAndEndsOfThoseThatHaveEndedAndWhoIsThereStill() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:2 ps:1")) {
      job.run(
          "chief-0: step 1; step 2; await done | worker-0: step 1; step 3; touch trained |"
              + " worker-1: step 1; await trained; touch done; say bye | ps-0: hang");

      String page = deck(job);
      assertThat(ends(page))
          .containsExactly(
              "chief-0 2 1 exit 0", "worker-0 3 1 exit 0", "worker-1 1 1 exit 0", "ps-0 – 0 –");
      assertThat(costs(page)).containsExactly("chief-0", "worker-0", "worker-1");
      assertThat(page)
          .contains("Succeeded</span>", "<title>worker-0</title>", "<title>worker-1</title>")
          .doesNotContain("bye", "class=\"mark");
      assertThat(job.reports()).containsExactly("worker-0", "worker-1");
    }
  }

  @Test
  void showsWhoHasFailedAndWhatItPrintedLast() throws Exception {
    try (Job job =
        Job.of(folder, "chief:1 worker:2")
            .environment(Flyte.RUN_BASE, "s3://bucket/digits/development/r1")) {
      job.run("chief-0: hang | worker-0: hang | worker-1: step 5; say no space left; fail boom");

      String page = deck(job);
      assertThat(ends(page))
          .containsExactly("chief-0 – 1 still running", "worker-0 – 0 –", "worker-1 5 1 failed");
      assertThat(page)
          .contains("<summary>worker-1: failed at ", "[worker-1] no space left\n")
          .contains("[jflyte worker-1] java.lang.IllegalStateException: boom")
          .contains("<title>worker-1 failed</title>");
    }
  }

  @Test
  void showsWhoWasStartedAgainWithWhatItDidBefore() throws Exception {
    try (Job job = Job.of(folder, "chief:1/ON_FAILURE worker:1/ON_FAILURE backoff:5")) {
      job.run(
          "chief-0: step 1; once recoverable a; step 2; await done |"
              + " worker-0: step 1; once recoverable b; step 2; touch done");

      String page = deck(job);
      assertThat(ends(page))
          .containsExactly("chief-0 2 2 exit 1, exit 0", "worker-0 2 2 exit 1, exit 0");
      assertThat(page)
          .contains("title=\"worker-0 back at step 1\"", "title=\"chief-0 exit 1\"")
          .contains("<summary>worker-0: exit 1 at ");
    }
  }

  @Test
  void isThatOfWhoeverLeadsAnElasticJob() throws Exception {
    try (Job job = Job.of(folder, "elastic:1:2")) {
      job.run("worker-0: step 1; await done | worker-1: step 1; touch done; ignore rank 1");

      assertThat(ends(deck(job))).containsExactly("worker-0 1 1 exit 0", "worker-1 1 1 exit 0");
    }
  }

  @Test
  void knowsOfThePrimaryOnlyWhereTheReportsAreSwitchedOff() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").environment(ReportWriter.VARIABLE, "false")) {
      job.run("chief-0: step 1; await done | worker-0: touch done");

      assertThat(deck(job)).contains("not heard of");
      assertThat(job.reports()).isEmpty();
    }
  }

  /** One writes nothing any more, the other does not wait for it. */
  @Test
  void isNotWaitedForByWhoIsTerminated() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:2")) {
      job.start("chief-0: hang | worker-0: step 1; touch up; hang");
      job.awaitFile(job.room().resolve("up"));

      assertThat(job.terminate("worker-0")).isLessThan(Duration.ofSeconds(5));
      assertThat(job.await().exitCodes().get("worker-0")).containsExactly(143);
      assertThat(job.reports()).doesNotContain("worker-0");
    }
  }
}
