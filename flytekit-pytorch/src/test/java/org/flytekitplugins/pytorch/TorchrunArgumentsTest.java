package org.flytekitplugins.pytorch;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.pytorch.fixtures.TorchPython;
import org.flytekitplugins.pytorch.internal.python.RunFolder;
import org.flytekitplugins.spi.SharedMemory;
import org.junit.jupiter.api.Test;

/** The command line of torchrun, and what torch's own parser makes of it. */
class TorchrunArgumentsTest {
  /**
   * What torch's own parser makes of command lines, each after the variables that come with it: an
   * import of torch for all of them.
   */
  private static final String PARSE =
      """
      import os, sys
      from torch.distributed.run import parse_args, config_from_args
      for text in sys.argv[1:]:
          variables, _, words = text.partition("\\n\\n")
          os.environ.update(line.split("=", 1) for line in variables.split())
          args = parse_args(words.split("\\n"))
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

  private static final List<String> PLAIN =
      command(
          Elastic.builder().nprocPerNode(2).maxRestarts(3).build(),
          PythonScript.builder().file("/app/train.py").arguments("--epochs", "3").build());

  private static final List<String> JOB =
      command(
          Elastic.builder()
              .nnodes("1:3")
              .nprocPerNode(2)
              .maxRestarts(4)
              .monitorInterval(Duration.ofMillis(500))
              .startMethod("fork")
              .rdzvConfigs(Map.of("join_timeout", 60))
              .build(),
          PythonScript.builder().module("acme.train").python("/opt/venv/bin/python").build());

  @Test
  void aPlainTaskSaysAll() {
    assertThat(PLAIN)
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
  }

  @Test
  void aJobSaysOnlyWhatTheOperatorDoesNot() {
    assertThat(JOB)
        .containsExactly(
            "/opt/venv/bin/python",
            "-m",
            "torch.distributed.run",
            "--monitor_interval=0.5",
            "--start_method=fork",
            "--rdzv_conf=join_timeout=60",
            "-m",
            "acme.train");
  }

  @Test
  void torchUnderstandsBoth() throws Exception {
    assertThat(printed(PARSE, ofTorchrun(Map.of(), PLAIN), ofTorchrun(OPERATORS, JOB)))
        .isEqualTo(
            """
            True 1 1 2 3
            5.0 spawn [('join_timeout', '900'), ('rank', 0), ('timeout', '900')]
            static 127.0.0.1:29500
            ['-u', '/app/train.py', '--epochs', '3']
            False 1 3 2 4
            0.5 fork [('join_timeout', '60'), ('timeout', 900)]
            c10d job-worker-0:23456
            ['-u', '-m', 'acme.train']
            """);
  }

  @Test
  void heartbeatsAreThoseThatAreToldWhateverTheRelease() throws Exception {
    Path agent = Path.of(RunFolder.class.getResource("agent.py").toURI());

    assertThat(
            printed(
                """
                import runpy, sys
                agent = runpy.run_path(sys.argv[1])
                agent["keep_alive_as_told"](sys.argv[2:])
                from torch.distributed.elastic.rendezvous import RendezvousParameters
                from torch.distributed.elastic.rendezvous.dynamic_rendezvous import create_handler
                class Backend: name = "none"
                configs = dict(config.split("=") for config in sys.argv[3].partition("=")[2].split(","))
                parameters = RendezvousParameters("none", "localhost", "run", 1, 2, **configs)
                settings = create_handler(None, Backend(), parameters).settings
                print(settings.keep_alive_interval, settings.keep_alive_max_attempt)
                """,
                agent.toString(),
                "--max_restarts=1",
                "--rdzv_conf=keep_alive_interval=2,join_timeout=9,keep_alive_max_attempt=7"))
        .isEqualTo("0:00:02 7\n");
  }

  @Test
  void theVariablesOfTheRendezvousAreKept() {
    Elastic elastic =
        Elastic.builder()
            .nnodes(2)
            .rdzvConfigs(Map.of("join_timeout", 60, "is_host", "true"))
            .build();

    assertThat(TorchrunArguments.ofReplica(elastic, "is_host=false, read_timeout=5"))
        .contains("--rdzv_conf=is_host=true,join_timeout=60,read_timeout=5");
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

  private static String ofTorchrun(Map<String, String> variables, List<String> command) {
    return variables.entrySet().stream().map(Object::toString).collect(joining("\n"))
        + "\n\n"
        + String.join("\n", command.subList(3, command.size()));
  }

  private static String printed(String program, String... arguments) throws Exception {
    List<String> python = new ArrayList<>(List.of(TorchPython.path(), "-c", program));
    python.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(python);
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
