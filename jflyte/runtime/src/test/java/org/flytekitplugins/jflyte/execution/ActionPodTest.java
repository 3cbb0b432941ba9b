package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.Errors;
import flyteidl.core.Errors.ErrorDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that Flyte 2 has started: where the contract of failures differs there. */
class ActionPodTest {
  /** Shape, script, and what is there to see in the end, the deck too. */
  private static final String TABLE =
      """
      # recoverable failures of the platform: of the primary, of another replica, of an elected one, of a plain task
      worker:1 ! worker-0: system gone ! SUCCEEDED {worker-0=[0]} [error.pb, report.html] RECOVERABLE USER
      chief:1 worker:1 ! chief-0: hang | worker-0: system gone ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb, report.html] RECOVERABLE USER
      elastic:1:2 ! worker-0: touch up; hang | worker-1: await up; system gone ! SUCCEEDED {worker-0=[143], worker-1=[0]} [error.pb, report.html] RECOVERABLE USER
      plain ! task: system gone ! SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE USER
      plain ! task: retry later ! SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE USER
      # what is final stays so
      worker:1 ! worker-0: error a ! SUCCEEDED {worker-0=[0]} [error.pb, report.html] NON_RECOVERABLE USER
      # restarts within the pod are the operator's, as ever
      worker:1/ON_FAILURE ! worker-0: once system gone ! SUCCEEDED {worker-0=[1, 0]} [outputs.pb, replica-restarts-worker-0, report.html]
      # decks, and files of the task's in the folder of the outputs
      plain ! task: deck Rows; tell x ! SUCCEEDED {worker-0=[0]} [outputs.pb, report.html]
      worker:1 ! worker-0: step 1; checkpoint x ! SUCCEEDED {worker-0=[0]} [_flytecheckpoints, outputs.pb, raw, report.html]
      """;

  @TempDir Path folder;

  /** Side by side: each is a process or two, and most of its time is their start. */
  @Test
  void endAsTheContractSaysOfFlyteTwo() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, Future<String>> found = new TreeMap<>();
    ExecutorService jobs = Executors.newFixedThreadPool(3);
    try {
      for (String row : TABLE.lines().filter(line -> !line.startsWith("#")).toList()) {
        String[] cells = Stream.of(row.split("!", -1)).map(String::strip).toArray(String[]::new);
        expected.put(cells[0] + " ! " + cells[1], cells[2]);
        found.put(cells[0] + " ! " + cells[1], jobs.submit(() -> run(cells[0], cells[1])));
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

  /** The server hands on whatever it is sent. */
  @Test
  void sayOnceWhichInputIsMissing() throws Exception {
    for (String shape : new String[] {"plain", "chief:1 worker:1", "elastic:1:2"}) {
      try (Job job = job(shape)) {
        Files.write(job.room().resolve("inputs.pb"), LiteralMapBytes.write(Map.of()));

        Job.Result result = job.run("");

        assertThat(result.error().message())
            .matches(
                "input script of task org\\.flytekitplugins\\.jflyte\\.execution\\.scripted\\.\\w+ is"
                    + " missing: start a run that gives it a string, such as \"text\"");
        assertThat(result.error().code()).isEqualTo("USER:WrongInputs");
        assertThat(result.error().kind()).isEqualTo(ContainerError.Kind.NON_RECOVERABLE);
        assertThat(result.state()).isEqualTo(JobState.SUCCEEDED);
      }
    }
  }

  @Test
  void runThoughAnErrorOfFlytesOwnIsThere() throws Exception {
    try (Job job = job("worker:1")) {
      Files.createDirectories(job.out());
      Files.write(
          job.out().resolve("error.pb"),
          ErrorDocument.newBuilder()
              .setError(Errors.ContainerError.newBuilder().setMessage("no outputs"))
              .build()
              .toByteArray());

      job.run("worker-0: touch ran; tell x");

      assertThat(job.room().resolve("ran")).exists();
      assertThat(job.result()).isEqualTo("x");
    }
  }

  private String run(String shape, String script) throws Exception {
    try (Job job = job(shape)) {
      Job.Result result = job.run(script);
      return result.state()
          + " "
          + result.exitCodes()
          + " "
          + result.files()
          + (result.error() == null
              ? ""
              : " " + result.error().kind() + " " + result.error().origin());
    }
  }

  /** As Flyte 2 fills in the arguments: one folder for all, and none of a previous attempt. */
  private Job job(String shape) throws Exception {
    Job job = Job.of(folder, shape.equals("plain") ? "worker:1" : shape);
    if (shape.equals("plain")) {
      job.with("--task", ScriptedPackage.TASK);
    } else {
      String out = job.out().toUri().toString();
      job.with("--rawOutputPrefix", out)
          .with("--checkpoint", out + (out.endsWith("/") ? "" : "/") + "_flytecheckpoints")
          .with("--previousCheckpoint", "\"\"");
    }
    return job.environment(Flyte.RUN_BASE, "s3://bucket/digits/development/r1");
  }
}
