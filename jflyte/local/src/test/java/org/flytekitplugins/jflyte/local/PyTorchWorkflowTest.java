package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** PyTorch's tasks as jobs of processes: those that drive Python, and those of Python alone. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class PyTorchWorkflowTest {
  private static final String JOB =
      "PyTorchJob.builder().worker(w -> w.replicas(2).restartPolicy(RestartPolicy.ON_FAILURE))";

  /** Writes an integer, up to 127, as the output {@code y}. */
  private static final String RETURN =
      """
      def returns(value, prefix):
          literal = b"\\x0a\\x04\\x0a\\x02\\x08" + bytes([value])
          open(os.path.join(prefix, "outputs.pb"), "wb").write(
              b"\\x0a\\x0b\\x0a\\x01y\\x12\\x06" + literal)
      """;

  @TempDir private Path folder;
  private final Recorder recorder = new Recorder();

  @Test
  void aTaskThatDrivesPythonRunsAsItsJob() throws Exception {
    Path script =
        script(
            """
            import json, os, time
            x = json.load(open(os.environ["FLYTEKIT_INPUTS"]))["x"]
            size = int(os.environ["WORLD_SIZE"])
            print("rank", os.environ["RANK"], "of", size, flush=True)
            here = __file__ + "-of-" + str(size) + "-rank-"
            open(here + os.environ["RANK"], "w").close()
            if os.environ["RANK"] == "0":
                # The end of the master is the end of all.
                while not all(os.path.exists(here + str(rank)) for rank in range(size)):
                    time.sleep(0.01)
                json.dump({"y": 10 * x + size}, open(os.environ["FLYTEKIT_OUTPUTS"], "w"))
            """);
    Path directory = drives(script);

    assertThat(run(directory, 7, execution -> execution)).isEqualTo(73);

    assertThat(recorder.events)
        .containsExactly(
            "train TRAINING RUNNING",
            "train cluster of 1 master, 2 workers",
            "train TRAINING SUCCEEDED");
    assertThat(Files.readString(folder.resolve("run-7/train/attempt-1/logs/train-worker-1.log")))
        .contains("rank 2 of 3");
  }

  @Test
  void aScriptInAnImageRunsByAPythonOfThisMachine() throws Exception {
    Path script =
        script(
            "import os, sys\n"
                + RETURN
                + """
                if os.environ["RANK"] == "0":
                    returns(int(sys.argv[1]) + int(os.environ["WORLD_SIZE"]), sys.argv[2])
                """);
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .pytorch(
                "Train",
                "PyTorchContainerTask",
                JOB,
                """
                @Override public String getImage() { return "acme/torch:1"; }
                @Override public List<String> getCommand() {
                  return List.of("/opt/conda/bin/python", "%s");
                }
                @Override public List<String> getArgs() {
                  return List.of("{{.inputs.x}}", "{{.outputPrefix}}");
                }
                """
                    .formatted(script))
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(run(directory, 40, execution -> execution.containerProgram("Train", "python3")))
        .isEqualTo(43);
    assertThat(
            run(
                directory,
                1,
                execution ->
                    execution.containerProgram("Train", "python3").replicas("Train", "worker=1")))
        .isEqualTo(3);

    assertThat(recorder.events)
        .containsExactly(
            "train TRAINING RUNNING",
            "train cluster of 1 master, 2 workers",
            "train TRAINING SUCCEEDED",
            "train TRAINING RUNNING",
            "train cluster of 1 master, 1 worker",
            "train TRAINING SUCCEEDED");
    assertThatThrownBy(
            () -> run(directory, 1, execution -> execution.replicas("Train", "master=0")))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "replicas is \"worker=2\", but a PyTorchJob has exactly one master, unless it is elastic:"
                + " use master=1");
    assertThatThrownBy(() -> run(directory, 1, execution -> execution.replicas("Train", "ps=1")))
        .hasMessage(
            "replicas is \"master=1,worker=2,ps=1\", but a PyTorchJob has no role ps: use master and"
                + " worker only");
  }

  @Test
  void anElasticJobOfAnImageHasAsManyWorkersAsAreAskedForIfItCan() throws Exception {
    String python = pythonWithTorch();
    Path script =
        script(
            "import os, sys\n"
                + RETURN
                + """
                import torch, torch.distributed as dist
                dist.init_process_group("gloo")
                one = torch.ones(1)
                dist.all_reduce(one)
                if dist.get_rank() == 0:
                    returns(int(sys.argv[1]) + int(one.item()), sys.argv[2])
                dist.barrier()
                """);
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .pytorch(
                "Train",
                "ElasticContainerTask",
                // Not half a minute for a third one.
                "Elastic.builder().nnodes(\"2:3\").rdzvConfigs(Map.of(\"last_call_timeout\", 1))",
                """
                @Override public String getImage() { return "acme/torch:1"; }
                @Override public org.flytekitplugins.pytorch.PythonScript getScript() {
                  return org.flytekitplugins.pytorch.PythonScript.builder()
                      .python("/opt/conda/bin/python")
                      .file("%s")
                      .arguments("{{.inputs.x}}", "{{.outputPrefix}}")
                      .build();
                }
                """
                    .formatted(script))
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();
    // torchrun of torch 1 fails with Python 3.11 and later unless one of two streams goes
    // elsewhere.
    Map<String, String> environment = Map.of("PET_REDIRECTS", "1", "PET_TEE", "1");

    assertThat(
            run(
                directory,
                40,
                execution ->
                    execution
                        .containerProgram("Train", python)
                        .environment(environment)
                        .replicas("Train", "worker=2")))
        .isEqualTo(42);

    assertThat(recorder.events).contains("train cluster of 2 workers");
    assertThatThrownBy(
            () -> run(directory, 1, execution -> execution.replicas("Train", "worker=4")))
        .hasMessage(
            "replicas is \"worker=4\", but the job trains with 2 to 3 workers: use that many");
  }

  private Path drives(Path script) {
    return TaskPackages.in(folder.resolve("package"))
        .pytorch(
            "Train",
            "PyTorchTask",
            JOB,
            """
            @Override public SdkBindingData<Long> run(SdkBindingData<Long> x) {
              return runPython(x, s -> s.file("%s"));
            }
            """
                .formatted(script))
        .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
        .build();
  }

  private long run(Path directory, long x, UnaryOperator<LocalExecution.Builder> more) {
    return Running.run(directory, "com.acme.Whole", x, folder.resolve("run-" + x), recorder, more);
  }

  private Path script(String text) throws IOException {
    return Files.writeString(folder.resolve("train.py"), text);
  }

  private static String pythonWithTorch() {
    String named = System.getenv().getOrDefault("FLYTEKIT_PYTORCH_PYTHON", "");
    String found =
        Stream.of(named, "/usr/bin/python3", "python3")
            .filter(python -> !python.isEmpty() && hasTorch(python))
            .findFirst()
            .orElse("");
    assumeTrue(!found.isEmpty(), "no Python with torch here: name one in FLYTEKIT_PYTORCH_PYTHON");
    return found;
  }

  private static boolean hasTorch(String python) {
    try {
      // Without the second that an import takes.
      String find =
          "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
      return new ProcessBuilder(python, "-c", find)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
