package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the failure contract, row by row, with every replica a process. */
class FailureContractTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} | {1}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          # run() returns
          chief:1 worker:1 ! chief-0: sleep 3000 ! SUCCEEDED {chief-0=[0], worker-0=[0]} [outputs.pb]
          worker:1 ! worker-0: return ! SUCCEEDED {worker-0=[0]} [outputs.pb]
          chief:1 worker:1/ALWAYS ! chief-0: sleep 1500 ! SUCCEEDED {chief-0=[0], worker-0=[143]} [outputs.pb]
          worker:2 ps:1/ALWAYS ! worker-0: await up; sleep 2000 | worker-1: hang | ps-0: once touch up ! SUCCEEDED {ps-0=[143], worker-0=[0], worker-1=[143]} [outputs.pb]
          # throws, recoverable, a restart left
          chief:1/ON_FAILURE worker:1 ! chief-0: once recoverable x | worker-0: hang ! SUCCEEDED {chief-0=[1, 0], worker-0=[143]} [outputs.pb, replica-restarts-chief-0]
          worker:1/ON_FAILURE ! worker-0: once retry x ! SUCCEEDED {worker-0=[1, 0]} [outputs.pb, replica-restarts-worker-0]
          worker:1/ON_FAILURE ! worker-0: once retry-inside x ! SUCCEEDED {worker-0=[1, 0]} [outputs.pb, replica-restarts-worker-0]
          chief:1 worker:1/ON_FAILURE ! chief-0: await done | worker-0: once retry x; touch done; hang ! SUCCEEDED {chief-0=[0], worker-0=[1, 143]} [outputs.pb, replica-restarts-worker-0]
          worker:2/ON_FAILURE ! worker-0: await done | worker-1: once recoverable x; touch done; hang ! SUCCEEDED {worker-0=[0], worker-1=[1, 143]} [outputs.pb, replica-restarts-worker-1]
          chief:1 worker:1/ALWAYS ! chief-0: await done | worker-0: once system x; touch done ! SUCCEEDED {chief-0=[0], worker-0=[1, 143]} [outputs.pb, replica-restarts-worker-0]
          # throws, recoverable, none left
          worker:1/ON_FAILURE backoff:1 ! worker-0: recoverable x ! SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE USER
          worker:1/ON_FAILURE backoff:3 ! worker-0: recoverable x ! SUCCEEDED {worker-0=[1, 1, 0]} [error.pb, replica-restarts-worker-0] RECOVERABLE USER
          worker:1 ! worker-0: system gone ! SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE SYSTEM
          chief:1 worker:1 ! chief-0: hang | worker-0: retry x ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] RECOVERABLE USER
          worker:1 ! worker-0: retry-inside x ! SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE USER
          chief:1 worker:1/ON_FAILURE backoff:1 ! chief-0: await out/replica-failure.pb | worker-0: recoverable x ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] RECOVERABLE USER
          worker:2 ps:1/ALWAYS backoff:1 ! worker-0: await out/replica-failure.pb | worker-1: hang | ps-0: system x ! SUCCEEDED {ps-0=[143], worker-0=[0], worker-1=[143]} [error.pb, replica-failure.pb] RECOVERABLE SYSTEM
          worker:2/ON_FAILURE backoff:2 ! worker-0: await out/replica-failure.pb | worker-1: retry x ! SUCCEEDED {worker-0=[0], worker-1=[1, 143]} [error.pb, replica-failure.pb, replica-restarts-worker-1] RECOVERABLE USER
          # throws, anything else
          worker:1/ON_FAILURE ! worker-0: fail boom ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
          chief:1 worker:1 ! chief-0: await up; error boom | worker-0: touch up; hang ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb] NON_RECOVERABLE USER
          chief:1 worker:1/ALWAYS ! chief-0: hang | worker-0: fail boom ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          chief:1 worker:1 ps:1 ! chief-0: hang | worker-0: hang | ps-0: fail boom ! SUCCEEDED {chief-0=[0], ps-0=[143], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          worker:2 evaluator:1 ! worker-0: hang | worker-1: hang | evaluator-0: fail boom ! SUCCEEDED {evaluator-0=[143], worker-0=[0], worker-1=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          worker:2 ps:1 ! worker-0: hang | worker-1: hang | ps-0: error boom ! SUCCEEDED {ps-0=[143], worker-0=[0], worker-1=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          chief:1 worker:1 evaluator:1 ! chief-0: hang | worker-0: hang | evaluator-0: fail boom ! SUCCEEDED {chief-0=[0], evaluator-0=[143], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          # killed
          chief:1 worker:1 ! chief-0: halt 137 | worker-0: hang ! FAILED {chief-0=[137], worker-0=[143]} []
          worker:2 ! worker-0: hang | worker-1: halt 137 ! FAILED {worker-0=[143], worker-1=[137]} []
          worker:2/ON_FAILURE ! worker-0: await done | worker-1: once halt 137; touch done; hang ! SUCCEEDED {worker-0=[0], worker-1=[137, 143]} [outputs.pb]
          # the task ends the process: that is a failure, whatever the status
          worker:1 ! worker-0: exit 0 ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
          worker:1/ON_FAILURE ! worker-0: exit 7 ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
          chief:1 worker:1 ! chief-0: await up; exit-elsewhere 0; hang | worker-0: touch up; hang ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb] NON_RECOVERABLE USER
          chief:1 worker:1 ! chief-0: hang | worker-0: exit 0 ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          worker:2 ps:1/ALWAYS ! worker-0: hang | worker-1: hang | ps-0: exit 3 ! SUCCEEDED {ps-0=[143], worker-0=[0], worker-1=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          """)
  void everyEndIsWhatTheContractSays(String shape, String script, String expected)
      throws Exception {
    try (Job job = Job.of(folder, shape)) {
      // Which exit code the clean pod policy meets is a matter of luck where all end by themselves.
      assertThat(job.run(script).summary()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chief:1 worker:1 ps:1 evaluator:1, chief-0, worker-0 ps-0 evaluator-0",
    "worker:2/ON_FAILURE ps:1, worker-0, worker-1 ps-0",
  })
  void replicasBesideThePrimaryThatReturnWriteNothing(String shape, String primary, String others)
      throws Exception {
    try (Job job = Job.of(folder, shape)) {
      job.start(primary + ": await go");
      for (String other : others.split(" ", -1)) {
        job.local()
            .awaitReplica(
                Replica.parse(other),
                status -> status.exitCodes().equals(List.of(0)),
                Job.DEADLINE);
      }
      assertThat(job.files()).isEmpty();
      job.touch("go");
      assertThat(job.await().files()).containsExactly("deck.html", "outputs.pb");
      assertThat(job.result()).isEqualTo(primary);
    }
  }

  @Test
  void whatReplicasBesideThePrimaryReturnMayBeNull() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1 ps:1 evaluator:1")) {
      job.start(
          "chief-0: await go | worker-0: tell null | ps-0: tell null | evaluator-0: tell null");
      for (String other : List.of("worker-0", "ps-0", "evaluator-0")) {
        job.local()
            .awaitReplica(
                Replica.parse(other),
                status -> status.exitCodes().equals(List.of(0)),
                Job.DEADLINE);
      }
      job.touch("go");

      assertThat(job.await().files()).containsExactly("deck.html", "outputs.pb");
      assertThat(job.result()).isEqualTo("chief-0");
    }
  }
}
