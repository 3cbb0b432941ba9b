package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.execution.attempt.VerdictWait;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The failure contract where replicas elect who leads, row by row, with every replica a process.
 */
@Execution(ExecutionMode.CONCURRENT)
class ElasticContractTest {
  /**
   * Shape, script, and what is there to see in the end. Who fails waits until the others run: one
   * that starts later finds the attempt decided, and leaves first.
   */
  private static final String TABLE =
      """
      # run() returns, or leaves the outputs to whoever's returns
      elastic:1:1 ! worker-0: return ! SUCCEEDED {worker-0=[0]} [outputs.pb]
      elastic:1:2 ! worker-0: sleep 2500 | worker-1: ignore x ! SUCCEEDED {worker-0=[0], worker-1=[143]} [outputs.pb]
      elastic:1:2/ON_FAILURE ! worker-0: ignore x | worker-1: sleep 2500 ! SUCCEEDED {worker-0=[143], worker-1=[0]} [outputs.pb]
      elastic:1:3 ! worker-0: ignore x | worker-1: ignore y | worker-2: sleep 2500 ! SUCCEEDED {worker-0=[143], worker-1=[143], worker-2=[0]} [outputs.pb]
      elastic:1:1 ! worker-0: ignore x ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
      # throws, recoverable, a restart left
      elastic:1:2/ON_FAILURE ! worker-0: await done | worker-1: once retry x; touch done; ignore y ! SUCCEEDED {worker-0=[0], worker-1=[1, 143]} [outputs.pb, replica-restarts-worker-1]
      elastic:1:2/ON_FAILURE ! worker-0: once recoverable x; sleep 500 | worker-1: ignore y ! SUCCEEDED {worker-0=[1, 0], worker-1=[143]} [outputs.pb, replica-restarts-worker-0]
      # throws, recoverable, none left
      elastic:1:2/ON_FAILURE backoff:3 ! worker-0: touch up; hang | worker-1: await up; recoverable x ! SUCCEEDED {worker-0=[143], worker-1=[1, 1, 0]} [error.pb, replica-restarts-worker-1] RECOVERABLE USER
      elastic:1:2 ! worker-0: touch up; hang | worker-1: await up; system gone ! SUCCEEDED {worker-0=[143], worker-1=[0]} [error.pb] RECOVERABLE SYSTEM
      # throws anything else, or ends the process itself
      elastic:1:2/ON_FAILURE ! worker-0: await up; error a | worker-1: touch up; hang ! SUCCEEDED {worker-0=[0], worker-1=[143]} [error.pb] NON_RECOVERABLE USER
      elastic:1:3 ! worker-0: touch up; hang | worker-1: await up; await too; fail boom | worker-2: touch too; ignore x ! SUCCEEDED {worker-0=[143], worker-1=[0], worker-2=[143]} [error.pb] NON_RECOVERABLE USER
      elastic:1:2 ! worker-0: touch up; hang | worker-1: await up; oom ! SUCCEEDED {worker-0=[143], worker-1=[0]} [error.pb] NON_RECOVERABLE USER
      elastic:1:2 ! worker-0: touch up; hang | worker-1: await up; exit 0 ! SUCCEEDED {worker-0=[143], worker-1=[0]} [error.pb] NON_RECOVERABLE USER
      # is killed
      elastic:1:2 ! worker-0: touch up; hang | worker-1: await up; halt 137 ! FAILED {worker-0=[143], worker-1=[137]} []
      elastic:1:2/ON_FAILURE ! worker-0: await done | worker-1: once halt 137; touch done; ignore y ! SUCCEEDED {worker-0=[0], worker-1=[137, 143]} [outputs.pb]
      elastic:1:2/ON_FAILURE ! worker-0: ignore x | worker-1: once halt 137; sleep 500 ! SUCCEEDED {worker-0=[143], worker-1=[137, 0]} [outputs.pb]
      # where a master leads, the contract is that of all jobs that one replica leads
      master:1 worker:1 ! master-0: sleep 3000 | worker-0: ignore x ! SUCCEEDED {master-0=[0], worker-0=[0]} [outputs.pb]
      master:1 worker:1 ! master-0: await up; ignore x | worker-0: touch up; hang ! SUCCEEDED {master-0=[0], worker-0=[143]} [error.pb] NON_RECOVERABLE USER
      master:1 worker:1 ! master-0: touch up; hang | worker-0: await up; error a ! SUCCEEDED {master-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
      """;

  @TempDir Path folder;

  /** Side by side, because whoever fails stays for seconds. */
  @Test
  void everyEndIsWhatTheContractSays() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, Future<String>> found = new TreeMap<>();
    ExecutorService jobs = Executors.newFixedThreadPool(4);
    try {
      for (String[] row : rows()) {
        String name = row[0] + " | " + row[1];
        expected.put(name, row[2]);
        found.put(name, jobs.submit(() -> run(row[0], row[1])));
      }
      Map<String, String> all = new TreeMap<>();
      for (Map.Entry<String, Future<String>> job : found.entrySet()) {
        all.put(job.getKey(), job.getValue().get());
      }
      assertThat(all).isEqualTo(expected);
    } finally {
      jobs.shutdownNow();
    }
  }

  @Test
  void nobodyWhoIsDoneLeavesBeforeThereAreOutputs() throws Exception {
    try (Job job = Job.of(folder, "elastic:1:3")) {
      job.start("worker-0: ignore not me | worker-1: await go | worker-2: ignore nor me");
      for (String done : List.of("worker-0", "worker-2")) {
        job.awaitLog(done, "waits for the outputs of the replica that leads, at most 3600 s");
      }
      assertThat(job.files()).isEmpty();
      assertThat(job.local().replica(Replica.parse("worker-0")).exitCodes()).isEmpty();

      job.touch("go");

      assertThat(job.await().files()).containsExactly("deck.html", "outputs.pb");
      assertThat(job.result()).isEqualTo("worker-1");
    }
  }

  @Test
  void aLeaderThatNeverSaysAnythingIsReportedByWhoWaitsForIt() throws Exception {
    try (Job job = Job.of(folder, "elastic:1:2/ON_FAILURE")) {
      job.environment(VerdictWait.OUTPUTS_VARIABLE, "1");

      Job.Result result = job.run("worker-0: hang | worker-1: ignore x");

      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[143], worker-1=[0]} [error.pb] RECOVERABLE SYSTEM");
      assertThat(result.error().message())
          .startsWith(
              "worker-1 failed: it was done, and no replica has written outputs or an error for"
                  + " 1 s: the one that leads hangs or is gone");
    }
  }

  /** In a collective, for example, where Python's launcher would hang as well. */
  @Test
  void aFailureEndsWhoeverWaitsForTheOneThatFailedWithinSeconds() throws Exception {
    try (Job job = Job.of(folder, "elastic:1:2/ON_FAILURE")) {
      job.environment(VerdictWait.SETTLING_VARIABLE, ""); // as long as documented
      job.start("worker-0: touch up; hang | worker-1: await up; touch failing; error boom");
      job.awaitFile(job.room().resolve("failing"));
      long start = System.nanoTime();

      Job.Result result = job.await();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[143], worker-1=[0]} [error.pb] NON_RECOVERABLE USER");
      assertThat(result.error().message()).isEqualTo("worker-1 failed: boom");
      assertThat(result.files()).contains("deck.html");
      assertThat(Files.readString(job.out().resolve("deck.html")))
          .contains("worker-1 failed: boom");
    }
  }

  /** Without a clean pod policy the operator leaves the other pods alone. */
  @Test
  void whoWorksOnAfterAnotherHasDecidedTheAttemptEndsItself() throws Exception {
    try (Job job = Job.of(folder, "elastic:1:2 clean:NONE")) {
      job.start("worker-0: touch up; hang | worker-1: await up; error boom");

      job.local()
          .awaitReplica(
              Replica.parse("worker-0"),
              status -> status.exitCodes().equals(List.of(0)),
              Job.DEADLINE);

      assertThat(job.await().error().message()).isEqualTo("worker-1 failed: boom");
      assertThat(job.log("worker-0")).contains("another replica has decided how the attempt ends");
    }
  }

  @Test
  void anAttemptThatIsDecidedIsNotRun() throws Exception {
    try (Job job = Job.of(folder, "elastic:1:1")) {
      Files.createDirectories(job.out());
      Files.createFile(job.out().resolve("error.pb"));

      assertThat(job.run("worker-0: touch ran").state().operatorName()).isEqualTo("Succeeded");

      assertThat(job.room().resolve("ran")).doesNotExist();
      assertThat(job.files()).containsExactly("error.pb");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "worker-0, worker-0: touch up; hang | worker-1: hang",
    "worker-1, worker-0: hang | worker-1: touch up; ignore x"
  })
  void sigtermIsWrittenNowhere(String terminated, String script) throws Exception {
    try (Job job = Job.of(folder, "elastic:1:2").start(script)) {
      job.awaitFile(job.room().resolve("up"));

      assertThat(job.terminate(terminated)).isLessThan(Duration.ofSeconds(15));

      assertThat(job.await().summary()).isEqualTo("FAILED {worker-0=[143], worker-1=[143]} []");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          elastic:1:2 ! worker-0: hang | worker-1: error a ! [error-f1-n0-0-worker-1.pb, error.pb] ! f1-n0-0-worker-1
          master:1 worker:1 ! master-0: hang | worker-0: error a ! [error.pb, replica-failure.pb] ! f1-n0-0-worker-1
          worker:2 ! worker-0: hang | worker-1: error a ! [error.pb, replica-failure.pb] ! worker-1
          """)
  void whatFlyteAsksOfErrorsOfPyTorchJobsIsDoneForTheseOnly(
      String shape, String script, String files, String worker) throws Exception {
    try (Job job = Job.of(folder, shape)) {
      job.environment("_F_DES", "Earliest").environment("_F_WN", "f1-n0-0-worker-1");

      Job.Result result = job.run(script);

      assertThat(result.files()).filteredOn(file -> !file.equals("deck.html")).hasToString(files);
      assertThat(result.error().worker()).isEqualTo(worker);
      assertThat(result.error().timestamp()).isNotNull();
    }
  }

  private static List<String[]> rows() {
    List<String[]> rows = new ArrayList<>();
    for (String line : TABLE.lines().filter(line -> !line.startsWith("#")).toList()) {
      rows.add(Stream.of(line.split("!", -1)).map(String::strip).toArray(String[]::new));
    }
    return rows;
  }

  private String run(String shape, String script) throws Exception {
    try (Job job = Job.of(folder, shape)) {
      return job.run(script).summary();
    }
  }
}
