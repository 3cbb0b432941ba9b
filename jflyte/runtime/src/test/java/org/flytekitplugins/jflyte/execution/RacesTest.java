package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Things that happen at the same time, many times over: one answer each time. Ten times, and a
 * hundred times with {@code -Djflyte.repeats=100}.
 */
class RacesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          two workers fail at once ! chief:1 worker:2 ! chief-0: touch go; hang | worker-0: await go; error a | worker-1: await go; error b ! SUCCEEDED {chief-0=[0], worker-0=[143], worker-1=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          a worker and a ps fail at once, led by a worker ! worker:2 ps:1 ! worker-0: touch go; hang | worker-1: await go; retry a | ps-0: await go; retry b ! SUCCEEDED {ps-0=[143], worker-0=[0], worker-1=[143]} [error.pb, replica-failure.pb] RECOVERABLE USER
          a worker fails while the chief starts ! chief:1 worker:1 ! chief-0: hang | worker-0: error a ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          the chief loses the worker that fails ! chief:1/ON_FAILURE worker:1 ! chief-0: await out/replica-failure.pb; system lost | worker-0: error a ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          the watcher and the end of run ! worker:2 ! worker-0: await out/replica-failure.pb; sleep 1990; error b | worker-1: error a ! SUCCEEDED {worker-0=[0], worker-1=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          the end of the process and the end of run ! worker:1 ! worker-0: exit-elsewhere 0; error b ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
          the end of the process and another's failure ! chief:1 worker:1 ! chief-0: await out/replica-failure.pb; exit-elsewhere 7; hang | worker-0: error a ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          two ends of the process ! worker:1 ! worker-0: exit-elsewhere 0; exit 7 ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
          two threads end a replica at once ! worker:1 ! worker-0: oom-elsewhere-too; sleep 20; error b ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
          """)
  void haveOneAnswer(String name, String shape, String script, String expected) throws Exception {
    SortedSet<String> answers = new TreeSet<>();
    for (int i = 0; i < Rerun.times(); i++) {
      try (Job job = Job.of(folder, shape)) {
        answers.add(job.run(script).summary());
      }
    }
    assertThat(answers).as(name).containsExactly(expected);
  }

  @Test
  void aRelayAtAnyMomentOfThePrimarysStartIsReported() throws Exception {
    SortedSet<String> answers = new TreeSet<>();
    for (int i = 0; i < Rerun.times(); i++) {
      // A worker fails a third of a second after its start on a quick machine.
      String late = "delay chief-0@" + (i * 71 % 500) + "ms";
      try (Job job = Job.of(folder, "chief:1 worker:1").faults(late)) {
        Job.Result result = job.run("chief-0: hang | worker-0: error a");
        answers.add(result.summary() + " " + result.error().message());
      }
    }
    assertThat(answers)
        .containsExactly(
            "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb]"
                + " NON_RECOVERABLE USER worker-0 failed: a");
  }

  /** Either the document was begun before the signal came, or there is none. */
  @Test
  void sigtermAtTheEndOfRunNeitherTearsADocumentNorChangesIt() throws Exception {
    for (int i = 0; i < Rerun.times(); i++) {
      boolean returns = i % 2 == 0;
      try (Job job = Job.of(folder, "worker:1")) {
        job.start("worker-0: touch up; sleep 30; " + (returns ? "return" : "error a"));
        job.awaitFile(job.room().resolve("up"));
        Thread.sleep(i * 7 % 60);
        job.local().stop();
        List<Integer> exitCodes = job.local().replica(Replica.parse("worker-0")).exitCodes();
        String file = returns ? "outputs.pb" : "error.pb";
        // What a killed process had begun to write on a disk has no name of a document yet.
        List<String> documents =
            job.files().stream()
                .filter(name -> !name.startsWith(".unfinished-") && !name.equals("deck.html"))
                .toList();
        assertThat(exitCodes + " " + documents)
            .isIn("[143] []", "[143] [" + file + "]", "[0] [" + file + "]");
        if (job.files().contains("outputs.pb")) {
          assertThat(job.result()).isEqualTo("worker-0");
        }
        if (job.error() != null) {
          assertThat(job.error().message()).isEqualTo("worker-0 failed: a");
        }
      }
    }
  }

  /** A server in the process, for example, ends with the process, and {@code run()} with it. */
  @Test
  void howRunEndsBecauseOfSigtermIsWrittenNowhere() throws Exception {
    SortedSet<String> answers = new TreeSet<>();
    for (int i = 0; i < Rerun.times(); i++) {
      try (Job job = Job.of(folder, "worker:1")) {
        String end = List.of("return", "error a", "system lost").get(i % 3);
        job.start("worker-0: slow-exit 300; await-signal up; " + end);
        job.awaitFile(job.room().resolve("up"));
        job.terminate("worker-0");
        answers.add(job.await().summary());
      }
    }
    assertThat(answers).containsExactly("FAILED {worker-0=[143]} []");
  }

  /** Either {@code run()} was first, or the call; both say how the attempt ended. */
  @Test
  void systemExitAtTheEndOfRunIsASuccessWithOutputsOrAFailure() throws Exception {
    for (int i = 0; i < Rerun.times(); i++) {
      try (Job job = Job.of(folder, "worker:1")) {
        String first = i % 2 == 0 ? "" : "slow-exit 50; ";
        Job.Result result = job.run("worker-0: " + first + "exit-elsewhere 0; sleep " + i % 5);
        assertThat(result.summary())
            .isIn(
                "SUCCEEDED {worker-0=[0]} [outputs.pb]",
                "SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER");
      }
    }
  }

  /** A signal writes nothing, also where the process was ending already. */
  @Test
  void sigtermAndSystemExitAtOnceAreOneOfTheTwo() throws Exception {
    for (int i = 0; i < Rerun.times(); i++) {
      try (Job job = Job.of(folder, "worker:1")) {
        job.start("worker-0: touch up; sleep " + i * 3 % 40 + "; exit 0");
        job.awaitFile(job.room().resolve("up"));
        Thread.sleep(i * 7 % 40);
        job.local().stop();
        List<Integer> exitCodes = job.local().replica(Replica.parse("worker-0")).exitCodes();
        List<String> documents =
            job.files().stream()
                .filter(name -> !name.startsWith(".unfinished-") && !name.equals("deck.html"))
                .toList();
        assertThat(exitCodes + " " + documents)
            .isIn("[143] []", "[143] [error.pb]", "[0] [error.pb]");
      }
    }
  }
}
