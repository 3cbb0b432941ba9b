package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.pytorch.fixtures.ElasticTraining;
import org.flytekitplugins.pytorch.fixtures.ReplicaProcess;
import org.flytekitplugins.pytorch.fixtures.ScriptTraining;
import org.flytekitplugins.spi.SharedMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tasks tell Flyte, and what a replica makes of its script's output. */
class PyTorchTaskTest {
  private static final PyTorchJob JOB = PyTorchJob.builder().worker(w -> w.replicas(1)).build();

  private static final String HALF =
      """
      import json, os
      epochs = json.load(open(os.environ["FLYTEKIT_INPUTS"]))["epochs"]
      with open(os.environ["FLYTEKIT_OUTPUTS"], "w") as file:
          json.dump({"loss": epochs / 2}, file)
      """;

  @TempDir Path temporary;

  @Test
  void theOutputIsWhatTheScriptWrites() throws IOException {
    assertThat(new ScriptTraining(JOB, script(HALF)).run(SdkBindingDataFactory.of(3)).get())
        .isEqualTo(1.5);
  }

  @Test
  void anOutputOfAnotherTypeIsSaidInASentence() throws IOException {
    ScriptTraining task = new ScriptTraining(JOB, script(HALF.replace("epochs / 2", "'low'")));

    assertThatThrownBy(() -> task.run(SdkBindingDataFactory.of(3)))
        .hasMessage("outputs.loss is \"low\", but the task declares a number: write that");
  }

  @Test
  void whatAnotherReplicaThanTheMasterWritesIsNotLookedAt() throws Exception {
    PythonScript script = script(HALF.replace("epochs / 2", "'anything'"));
    try (ReplicaProcess worker =
        ReplicaProcess.start(
            temporary.resolve("log"),
            Map.of(
                "RANK", "1",
                "WORLD_SIZE", "2",
                "MASTER_ADDR", "localhost",
                "MASTER_PORT", "23456"),
            List.of("master", "python3", String.valueOf(script.file())))) {
      assertThat(worker.end()).isEqualTo("RETURNED null\n");
    }
  }

  @Test
  void aTaskOfAJobIsOneOfPyTorch() {
    ScriptTraining task =
        new ScriptTraining(JOB, PythonScript.builder().file("/app/train.py").build());

    assertThat(task.getType()).isEqualTo("pytorch");
    assertThat(task.getTaskTypeVersion()).isEqualTo(1);
    assertThat(task.getCustom()).isEqualTo(JOB.kind().write(JOB.cluster()));
    assertThat(task.getSharedMemory()).isEqualTo(SharedMemory.unlimited());
    assertThat(task.getGeneratesDeck()).isTrue();
  }

  @Test
  void anElasticTaskOfOneNodeIsAPlainOne() {
    ElasticTraining task = elastic(Elastic.builder().nnodes(1).nprocPerNode(2).build());

    assertThat(task.getType()).isEqualTo("java-task");
    assertThat(task.getTaskTypeVersion()).isZero();
    assertThat(task.getCustom()).isEqualTo(SdkStruct.empty());
    assertThat(task.getGeneratesDeck()).isFalse();
  }

  @Test
  void anElasticTaskOfARangeIsAJob() {
    Elastic elastic = Elastic.builder().nnodes("1:1").sharedMemory(null).build();
    ElasticTraining task = elastic(elastic);

    assertThat(task.getType()).isEqualTo("pytorch");
    assertThat(task.getTaskTypeVersion()).isEqualTo(1);
    assertThat(task.getCustom()).isEqualTo(elastic.kind().write(elastic.cluster()));
    assertThat(task.getSharedMemory()).isNull();
    assertThat(task.getGeneratesDeck()).isTrue();
  }

  @Test
  void aContainerTaskIsOneOfPyTorch() {
    PyTorchContainerTask<Void, Void> task = new ContainerTraining();

    assertThat(task.getType()).isEqualTo("pytorch");
    assertThat(task.getTaskTypeVersion()).isEqualTo(1);
    assertThat(task.getCustom()).isEqualTo(JOB.kind().write(JOB.cluster()));
    assertThat(task.getSharedMemory()).isEqualTo(SharedMemory.unlimited());
  }

  @Test
  void aScriptNamesOneThingToRun() {
    assertThatThrownBy(() -> PythonScript.builder().arguments("x").build())
        .hasMessage(
            "script is \"\", but there is nothing to run: name a file, a module or a resource");
    PythonScript file =
        PythonScript.builder().file("train.py").arguments("x").environment("A", "b").build();

    assertThat(file.toBuilder().build()).isEqualTo(file);
    assertThat(file.toBuilder().module("acme.train").build().file()).isNull();
  }

  private static ElasticTraining elastic(Elastic elastic) {
    return new ElasticTraining(elastic, PythonScript.builder().file("/app/train.py").build());
  }

  private PythonScript script(String code) throws IOException {
    Path file = Files.writeString(temporary.resolve("train.py"), code);
    return PythonScript.builder().file(file.toString()).build();
  }

  private static final class ContainerTraining extends PyTorchContainerTask<Void, Void> {
    private static final long serialVersionUID = 1L;

    ContainerTraining() {
      super(SdkTypes.nulls(), SdkTypes.nulls(), JOB);
    }

    @Override
    public String getImage() {
      return "acme/train:1";
    }
  }
}
