package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.pytorch.fixtures.TorchPython;
import org.flytekitplugins.spi.SharedMemory;
import org.junit.jupiter.api.Test;

/** The command line of torchrun, and what torch's own parser makes of it. */
class TorchrunArgumentsTest {
  private static final String PARSE =
      """
      import sys
      from torch.distributed.run import parse_args, config_from_args
      args = parse_args(sys.argv[1:])
      config, command, arguments = config_from_args(args)
      print(args.standalone, config.min_nodes, config.max_nodes, config.nproc_per_node, config.max_restarts)
      print(config.monitor_interval, config.start_method, sorted(config.rdzv_configs.items()))
      print(config.rdzv_backend, config.rdzv_endpoint)
      print(arguments)
      """;

  private static final Map<String, String> OPERATORS =
      Map.of(
          "PET_NNODES", "1:3",
          "PET_NPROC_PER_NODE", "2",
          "PET_MAX_RESTARTS", "4",
          "PET_RDZV_BACKEND", "c10d",
          "PET_RDZV_ENDPOINT", "job-worker-0:23456");

  @Test
  void aPlainTaskSaysAll() throws Exception {
    Elastic elastic = Elastic.builder().nprocPerNode(2).maxRestarts(3).build();
    PythonScript script =
        PythonScript.builder().file("/app/train.py").arguments("--epochs", "3").build();

    List<String> command = command(elastic, script);

    assertThat(command)
        .containsExactly(
            "python3",
            "-m",
            "torch.distributed.run",
            "--standalone",
            "--nproc_per_node=2",
            "--max_restarts=3",
            "--monitor_interval=5",
            "--start_method=spawn",
            "--rdzv_conf=join_timeout=900,timeout=900",
            "/app/train.py",
            "--epochs",
            "3");
    assertThat(parsed(command, Map.of()))
        .isEqualTo(
            """
            True 1 1 2 3
            5.0 spawn [('join_timeout', '900'), ('rank', 0), ('timeout', '900')]
            static 127.0.0.1:29500
            ['-u', '/app/train.py', '--epochs', '3']
            """);
  }

  @Test
  void aJobSaysOnlyWhatTheOperatorDoesNot() throws Exception {
    Elastic elastic =
        Elastic.builder()
            .nnodes("1:3")
            .nprocPerNode(2)
            .maxRestarts(4)
            .monitorInterval(Duration.ofMillis(500))
            .startMethod("fork")
            .rdzvConfigs(Map.of("join_timeout", 60))
            .build();
    PythonScript script =
        PythonScript.builder().module("acme.train").python("/opt/venv/bin/python").build();

    List<String> command = command(elastic, script);

    assertThat(command)
        .containsExactly(
            "/opt/venv/bin/python",
            "-m",
            "torch.distributed.run",
            "--monitor_interval=0.5",
            "--start_method=fork",
            "--rdzv_conf=join_timeout=60",
            "-m",
            "acme.train");
    assertThat(parsed(command, OPERATORS))
        .isEqualTo(
            """
            False 1 3 2 4
            0.5 fork [('join_timeout', '60'), ('timeout', 900)]
            c10d job-worker-0:23456
            ['-u', '-m', 'acme.train']
            """);
  }

  @Test
  void theVariablesOfTheRendezvousAreKept() {
    Elastic elastic =
        Elastic.builder()
            .nnodes(2)
            .rdzvConfigs(Map.of("join_timeout", 60, "is_host", "true"))
            .build();

    assertThat(TorchrunArguments.ofReplica(elastic, "is_host=false, read_timeout=5"))
        .contains("--rdzv_conf=is_host=false,join_timeout=60,read_timeout=5");
    assertThat(TorchrunArguments.ofReplica(elastic.toBuilder().rdzvConfigs(Map.of()).build(), null))
        .noneMatch(argument -> argument.startsWith("--rdzv_conf"));
  }

  @Test
  void aResourceOfThePackageIsNotInTheImage() {
    PythonScript script = PythonScript.builder().resource(Training.class, "train.py").build();

    assertThatThrownBy(() -> command(Elastic.builder().build(), script))
        .hasMessage(
            "script.resource is \"train.py\", but the image has no files of the package: copy the"
                + " script into the image, and name its file or module");
  }

  @Test
  void theTaskOfAJobAndAPlainOne() {
    PythonScript script =
        PythonScript.builder().file("/app/train.py").environment("MODE", "fast").build();
    Training job = new Training(Elastic.builder().nnodes("1:1").build(), script);
    Training plain =
        new Training(
            Elastic.builder().sharedMemory(SharedMemory.ofSizeLimit("1Gi")).build(), script);

    assertThat(job.getType()).isEqualTo("pytorch");
    assertThat(job.getTaskTypeVersion()).isEqualTo(1);
    assertThat(job.getSharedMemory()).isEqualTo(SharedMemory.unlimited());
    assertThat(job.getEnv()).isEqualTo(Map.of("MODE", "fast"));
    assertThat(plain.getType()).isEqualTo("raw-container");
    assertThat(plain.getTaskTypeVersion()).isZero();
    assertThat(plain.getSharedMemory()).isEqualTo(SharedMemory.ofSizeLimit("1Gi"));
  }

  private static List<String> command(Elastic elastic, PythonScript script) {
    Training task = new Training(elastic, script);
    List<String> command = new ArrayList<>(task.getCommand());
    command.addAll(task.getArgs());
    return command;
  }

  private static String parsed(List<String> command, Map<String, String> environment)
      throws Exception {
    List<String> parser = new ArrayList<>(List.of(TorchPython.path(), "-c", PARSE));
    parser.addAll(command.subList(3, command.size()));
    ProcessBuilder builder = new ProcessBuilder(parser);
    builder.environment().putAll(environment);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static final class Training extends ElasticContainerTask<Void, Void> {
    private static final long serialVersionUID = 1L;

    private final PythonScript script;

    Training(Elastic elastic, PythonScript script) {
      super(SdkTypes.nulls(), SdkTypes.nulls(), elastic);
      this.script = script;
    }

    @Override
    public PythonScript getScript() {
      return script;
    }

    @Override
    public String getImage() {
      return "acme/train:1";
    }
  }
}
