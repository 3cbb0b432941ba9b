package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plain task: what stock jflyte does. */
class PlainTaskTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          task: tell x ! SUCCEEDED {worker-0=[0]} [outputs.pb]
          task: fail boom ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null
          task: recoverable x ! SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE USER
          task: oom ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null
          task: interrupt; tell x ! SUCCEEDED {worker-0=[0]} [outputs.pb]
          task: interrupt; fail boom ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null
          task: exit 0 ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null
          task: exit 7 ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null
          task: exit-elsewhere 0; hang ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null
          task: halt 7 ! FAILED {worker-0=[7]} []
          """)
  void endsWithADocument(String script, String expected) throws Exception {
    try (Job job = plain()) {
      assertThat(job.run(script).summary()).isEqualTo(expected);
    }
  }

  @Test
  void returnsItsOutputs() throws Exception {
    try (Job job = plain()) {
      assertThat(job.run("task: tell hello").files()).containsExactly("outputs.pb");
      assertThat(job.result()).isEqualTo("hello");
    }
  }

  @Test
  void runsWhoeverTellsItOfPeers() throws Exception {
    try (Job job = plain().environment("RANK", "1").environment("WORLD_SIZE", "3")) {
      assertThat(job.run("task: tell hello").summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [outputs.pb]");
    }
  }

  @Test
  void isPlainWhateverItsTypeIfItDoesWithoutOurExtension() throws Exception {
    try (Job job = plain().environment("TYPE", "tensorflow")) {
      assertThat(job.run("task: tell hello").summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [outputs.pb]");
    }
  }

  @Test
  void reportsThatItCannotEvenBeMade() throws Exception {
    try (Job job = plain().environment("BROKEN", "memory")) {
      Job.Result result = job.run("");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null");
      assertThat(result.error().message()).contains("OutOfMemoryError: broken");
    }
  }

  @ParameterizedTest
  @CsvSource({"exit, 3", "exit-later, 0"})
  void reportsThatItsConstructorEndsTheProcess(String way, int status) throws Exception {
    try (Job job = plain().environment("BROKEN", way + " " + status)) {
      Job.Result result = job.run("task: hang");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null");
      assertThat(result.error().code()).isEqualTo("USER:SystemExitException");
      assertThat(result.error().message())
          .startsWith("it ended the process with System.exit(" + status + "), which says nothing");
    }
  }

  @Test
  void writesNothingAfterSigterm() throws Exception {
    try (Job job = plain().start("task: touch up; hang")) {
      job.awaitFile(job.room().resolve("up"));
      job.terminate("worker-0");
      assertThat(job.await().summary()).isEqualTo("FAILED {worker-0=[143]} []");
    }
  }

  @Test
  void outputsThatCannotBeWrittenAreTheStoragesFailure() throws Exception {
    try (Job job = plain().flaky().environment("FLAKY_REFUSED", "outputs.pb")) {
      Job.Result result = job.run("task: tell x");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE SYSTEM");
      assertThat(result.error().code()).isEqualTo("SYSTEM:Recoverable");
      assertThat(result.error().message())
          .isEqualTo(
              "the outputs of the task cannot be written: cannot write flaky://%s/outputs.pb (tried"
                  + " 5 times): IOException: 503 slow down",
              job.out());
    }
  }

  /** Though a thread of the task's is left, which would keep the process up. */
  @ParameterizedTest
  @CsvSource({"FLAKY_MEMORY, 3", "FLAKY_REFUSED, 1"})
  void endsWithoutADocumentIfNoneCanBeWritten(String fault, int exitCode) throws Exception {
    try (Job job = plain().flaky().environment(fault, "error.pb")) {
      assertThat(job.run("task: hang-elsewhere; fail boom").summary())
          .isEqualTo("FAILED {worker-0=[" + exitCode + "]} []");
    }
  }

  @Test
  void leavesADeckWithWhatItHasAdded() throws Exception {
    try (Job job = plain()) {
      job.run("task: deck Rows; fail boom");
      assertThat(Files.readString(job.out().resolve("deck.html")))
          .contains("Failed</span>", "java.lang.IllegalStateException: boom", ">Rows</h2>");
    }
  }

  @Test
  void keepsThePromiseOfADeck() throws Exception {
    try (Job job = plain().with("--task", ScriptedPackage.TASK_WITH_DECK)) {
      assertThat(job.run("").files()).containsExactly("deck.html", "outputs.pb");
      assertThat(Files.readString(job.out().resolve("deck.html")))
          .contains("The task has added nothing.");
    }
  }

  @Test
  void reportsAContainerErrorAsItIs() throws Exception {
    try (Job job = plain()) {
      assertThat(job.run("task: retry later").error())
          .isEqualTo(
              new TaskError("CODE", "later", ContainerError.Kind.RECOVERABLE, null, null, null));
    }
  }

  @Test
  void reportsAnythingElseWithItsStackTrace() throws Exception {
    try (Job job = plain()) {
      TaskError error = job.run("task: fail boom").error();
      assertThat(error.code()).isEqualTo("USER:IllegalStateException");
      assertThat(error.message())
          .startsWith("java.lang.IllegalStateException: boom\n\tat ")
          .contains("ScriptedTask.run");
    }
  }

  @Test
  void saysWhatALibraryDoesNotSay() throws Exception {
    try (Job job = plain()) {
      assertThat(job.run("task: load-library jnitensorflow").error().message())
          .matches(
              "TensorFlow's native library for (\\S+) is not in the package: put the jar"
                  + " tensorflow-core-native with the classifier \\1 there, in the version of"
                  + " tensorflow-core-api");
    }
  }

  @Test
  void reportsWhatKeepsItFromRunning() throws Exception {
    try (Job job = plain().with("--task", "no.such.Task")) {
      assertThat(job.run("").error().message())
          .isEqualTo(
              "task no.such.Task is not in the package: give --task the name of one that is");
    }
    try (Job job = plain()) {
      Files.write(job.room().resolve("inputs.pb"), new byte[] {10, 99, 1, 2});
      assertThat(job.run("").error().message()).contains("inputs.pb cannot be understood");
    }
    try (Job job = plain().with("--package-dir", "/no/such/folder/*")) {
      assertThat(job.run("").error().message()).contains("/no/such/folder");
    }
  }

  private Job plain() throws Exception {
    return Job.of(folder, "worker:1").with("--task", ScriptedPackage.TASK);
  }
}
