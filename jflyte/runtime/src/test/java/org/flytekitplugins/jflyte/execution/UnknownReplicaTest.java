package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that cannot tell whether it is the primary. */
class UnknownReplicaTest {
  @TempDir Path folder;

  @Test
  void saysSoWhereAPrimaryWouldAndWhereAnotherReplicaWould() throws Exception {
    assertThat(execute()).isZero();
    TaskError error =
        new TaskError(
            "SYSTEM:Unknown",
            "a replica cannot tell who it is: TF_CONFIG is {, but that is not JSON (it ends too"
                + " early): expected the form {\"cluster\":{\"worker\":[\"host:port\"]},\"task\":"
                + "{\"type\":\"worker\",\"index\":0}}",
            ContainerError.Kind.NON_RECOVERABLE,
            RecoverableException.Origin.USER,
            null,
            null);
    for (String file : new String[] {"error.pb", "replica-failure.pb"}) {
      TaskError written = FailureDocuments.read(Files.readAllBytes(folder.resolve(file)), file);
      assertThat(written).usingRecursiveComparison().ignoringFields("timestamp").isEqualTo(error);
      // Where Flyte takes the earliest of several documents, one without would always be it.
      assertThat(written.timestamp()).isNotNull();
    }
  }

  @Test
  void leavesADecidedAttemptAlone() throws Exception {
    Files.createFile(folder.resolve("outputs.pb"));
    assertThat(execute()).isZero();
    assertThat(folder.resolve("error.pb")).doesNotExist();
  }

  @Test
  void doesNotTakeItselfForTheOnlyOneWhereAnotherLauncherTellsOfPeers() throws Exception {
    try (Job job = Job.of(folder, "worker:1").environment("JOB_COMPLETION_INDEX", "2")) {
      Job.Result result = job.run("worker-0: tell x");

      assertThat(result.summary())
          .isEqualTo(
              "SUCCEEDED {worker-0=[0]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER");
      assertThat(result.error().message())
          .isEqualTo(
              "a replica cannot tell who it is: JOB_COMPLETION_INDEX is \"2\", by which a launcher"
                  + " tells a process of its peers, but not one of those that are known here:"
                  + " expected MASTER_ADDR, MASTER_PORT, PET_MASTER_ADDR, PET_MASTER_PORT,"
                  + " PET_MAX_RESTARTS, PET_NNODES, PET_NODE_RANK, PET_NPROC_PER_NODE,"
                  + " PET_RDZV_BACKEND, PET_RDZV_ENDPOINT, RANK, WORLD_SIZE of a PyTorchJob, or"
                  + " TF_CONFIG of a TFJob, or none of them for a process that is alone");
    }
  }

  private int execute() {
    return ExecuteMain.run(
        new String[] {
          "--task=t",
          "--inputs=file:///i",
          "--outputPrefix=" + folder.toUri(),
          "--package-dir=" + folder
        },
        Map.of("TF_CONFIG", "{"));
  }
}
