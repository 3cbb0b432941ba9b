package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flytekitplugins.pytorch.fixtures.ElasticTraining;
import org.flytekitplugins.pytorch.fixtures.Printed;
import org.flytekitplugins.pytorch.fixtures.TorchPython;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two ranks of real torch on one node, started by torchrun. */
class ElasticTaskRunTest {
  private static final String BEGIN =
      """
      import json, os, signal, sys, time
      rank = int(os.environ['RANK'])
      """;

  private static final String JOIN =
      BEGIN
          + """
          import torch, torch.distributed as dist
          dist.init_process_group('gloo')
          """;

  private static final Executor IN_A_THREAD = task -> new Thread(task).start();

  @TempDir Path temporary;

  @Test
  void rankZeroWritesTheOutput() throws IOException {
    Path script =
        script(
            "epochs = json.load(open(os.environ['FLYTEKIT_INPUTS']))['epochs']",
            "sum = torch.tensor([float(epochs + rank)])",
            "dist.all_reduce(sum)",
            "print('threads', os.environ['OMP_NUM_THREADS'])",
            "json.dump({'loss': sum.item() + rank}, open(os.environ['FLYTEKIT_OUTPUTS'], 'w'))");

    try (Printed printed = new Printed()) {
      assertThat(loss(Elastic.builder().nprocPerNode(2), script)).isEqualTo(7.0);
      assertThat(printed.lines()).filteredOn("threads 1"::equals).hasSize(2);
      assertThat(printed.lines()).noneMatch(line -> line.contains("OMP_NUM_THREADS"));
    }
  }

  @Test
  void theRankThatRaisedIsNamedAndNotWhoLostItAsAPeer() throws IOException {
    Path script =
        script(
            "if rank == 1: raise ValueError('row 7 is empty')", "dist.all_reduce(torch.ones(1))");

    assertThatThrownBy(() -> loss(Elastic.builder().nprocPerNode(2), script))
        .isExactlyInstanceOf(PythonException.class)
        .hasMessage("rank 1 failed: ValueError: row 7 is empty")
        .asString()
        .contains(
            "Traceback (most recent call last):\n  File \"" + script + "\", line 5, in <module>\n")
        .endsWith("\nValueError: row 7 is empty");
  }

  @Test
  void aRankThatIsKilledIsNamedWithItsSignal() throws IOException {
    Path script =
        script(
            "if rank == 1: os.kill(os.getpid(), signal.SIGKILL)", "dist.all_reduce(torch.ones(1))");

    assertThatThrownBy(() -> loss(Elastic.builder().nprocPerNode(2), script))
        .isInstanceOf(RecoverableException.class)
        .hasRootCauseMessage(
            "rank 1 was killed by SIGKILL, most often because its memory was not enough");
  }

  @Test
  void allRanksStartAgainWhenOneIsKilled() throws IOException {
    Path script =
        script(
            "restarts = int(os.environ['TORCHELASTIC_RESTART_COUNT'])",
            "json.dump({'loss': -1}, open(os.environ['FLYTEKIT_OUTPUTS'], 'w'))",
            "if rank == 1 and restarts == 0: os.kill(os.getpid(), signal.SIGKILL)",
            "dist.all_reduce(torch.ones(1))",
            "json.dump({'loss': restarts}, open(os.environ['FLYTEKIT_OUTPUTS'], 'w'))");

    assertThat(loss(Elastic.builder().nprocPerNode(2).maxRestarts(1), script)).isEqualTo(1.0);
  }

  @Test
  void anInterpreterWithoutTorchIsSaidInASentence() throws IOException {
    Path python =
        Files.writeString(temporary.resolve("bare"), "#!/bin/sh\nexec python3 -S -I \"$@\"\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    PythonScript script =
        PythonScript.builder().python(python.toString()).file(script("pass").toString()).build();

    assertThatThrownBy(
            () ->
                new ElasticTraining(Elastic.builder().build(), script)
                    .run(SdkBindingDataFactory.of(1)))
        .hasMessage(
            "the Python interpreter \""
                + python
                + "\" has no torch, which starts the processes of an elastic task: install torch in"
                + " the task's image, or name another interpreter with python(PATH)");
  }

  @Test
  void anOutputThatIsMissingIsSaidInASentence() throws IOException {
    Path script = scriptWithoutTorch("pass");

    assertThatThrownBy(() -> loss(Elastic.builder(), script))
        .hasMessage(
            "the script ended without its outputs: write a JSON object with loss to the file that"
                + " FLYTEKIT_OUTPUTS names, in rank 0");
  }

  @Test
  void whatAnEarlierStartWroteIsNotTheOutput() throws IOException {
    Path script =
        scriptWithoutTorch(
            "if os.environ['TORCHELASTIC_RESTART_COUNT'] == '0':",
            "  json.dump({'loss': -1}, open(os.environ['FLYTEKIT_OUTPUTS'], 'w'))",
            "  sys.exit(1)");

    assertThatThrownBy(() -> loss(Elastic.builder().maxRestarts(1), script))
        .hasMessageStartingWith("the script ended without its outputs");
  }

  @Test
  void aTrainingAloneOutlivesAnotherOneThatBeganBefore() throws Exception {
    Path script =
        scriptWithoutTorch(
            "open(sys.argv[1], 'w').close()",
            "while not os.path.exists(sys.argv[2]): time.sleep(0.01)",
            "time.sleep(float(sys.argv[3]))",
            "json.dump({'loss': 1}, open(os.environ['FLYTEKIT_OUTPUTS'], 'w'))");
    String firstRuns = temporary.resolve("first-runs").toString();
    String secondRuns = temporary.resolve("second-runs").toString();
    String firstIsGone = temporary.resolve("first-is-gone").toString();
    CompletableFuture<Double> first =
        CompletableFuture.supplyAsync(
            () -> loss(Elastic.builder(), script, firstRuns, secondRuns, "0"), IN_A_THREAD);

    while (!Files.exists(Path.of(firstRuns))) {
      Thread.sleep(10);
    }
    // Whose torchrun looks ten times whether its rendezvous is still there.
    CompletableFuture<Double> second =
        CompletableFuture.supplyAsync(
            () -> loss(Elastic.builder(), script, secondRuns, firstIsGone, "2"), IN_A_THREAD);
    assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(1.0);
    Files.createFile(Path.of(firstIsGone));

    assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(1.0);
  }

  private Path script(String... lines) throws IOException {
    return script(JOIN, lines);
  }

  /** Without the second that each of its ranks needs to import torch. */
  private Path scriptWithoutTorch(String... lines) throws IOException {
    return script(BEGIN, lines);
  }

  private Path script(String begin, String[] lines) throws IOException {
    return Files.writeString(
        temporary.resolve("train.py"), begin + String.join("\n", lines) + "\n");
  }

  private static double loss(Elastic.Builder elastic, Path script, String... arguments) {
    PythonScript python =
        PythonScript.builder()
            .python(TorchPython.path())
            .file(script.toString())
            .arguments(arguments)
            .build();
    return new ElasticTraining(elastic.monitorInterval(Duration.ofMillis(200)).build(), python)
        .run(SdkBindingDataFactory.of(3))
        .get();
  }
}
