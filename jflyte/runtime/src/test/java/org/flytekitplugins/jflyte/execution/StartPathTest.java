package org.flytekitplugins.jflyte.execution;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.idl.LauncherMark;
import org.flytekitplugins.jflyte.idl.TypeName;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.report.ProgressLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod loads before it runs its task: every pod waits for it. */
class StartPathTest {
  private static final String SCRIPT = "org.flytekitplugins.jflyte.execution.scripted.Script";

  private static final String NAME_CACHE_IS_SET =
      "jdk.internal.event.SecurityPropertyModificationEvent";

  @TempDir Path folder;

  @Test
  void aPlainTaskLoadsNothingOfTheRest() throws Exception {
    try (Job job = Job.of(folder, "worker:1").with("--task", ScriptedPackage.TASK)) {
      List<String> loaded = loaded(job, "task: tell x");
      assertThat(loaded)
          .contains(PodMain.class.getName())
          .anyMatch(name -> name.startsWith("org.flytekitplugins.jflyte.execution.PlainExecution"))
          .noneMatch(name -> name.startsWith("org.flytekitplugins.localcluster."))
          .noneMatch(name -> name.startsWith("org.flytekitplugins.report."))
          // The package's own registrar is of this module, and so is who asks the kinds of jobs
          // whether the pod is one of theirs; what all rooms share is in its internal package.
          .filteredOn(name -> name.startsWith("org.flytekitplugins.kubeflow."))
          .filteredOn(name -> !name.startsWith("org.flytekitplugins.kubeflow.internal."))
          .hasSizeLessThan(10);
      assertLean(loaded);
      // Java makes a logger for it.
      assertThat(loaded).doesNotContain(NAME_CACHE_IS_SET);
      // 1,300 with JDK 17; a second registry or a logging framework would be hundreds more.
      assertThat(loaded).hasSizeLessThan(1700);
    }
  }

  @Test
  void aLauncherThatIsToldItsKindsOfJobsDoesNotLookThroughItsClassPath() throws Exception {
    String kinds =
        JobKinds.own().all().stream().map(kind -> kind.getClass().getName()).collect(joining(","));
    try (Job job = Job.of(folder, "worker:1").with("--task", ScriptedPackage.TASK)) {
      job.jvmOption("-Dorg.flytekitplugins.kubeflow.JobKinds=" + kinds);
      List<String> loaded = loaded(job, "task: tell x");
      assertThat(loaded).contains("org.flytekitplugins.tensorflow.internal.TensorflowJobKind");
      // The JDK's logging looks through it, too, later.
      assertThat(loaded.subList(0, loaded.indexOf(Decision.class.getName())))
          .doesNotContain("java.lang.CompoundEnumeration");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReplicaNeedsNoDescriptorsEither(boolean isStaged) throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      if (isStaged) {
        job.stage("file");
      }
      List<String> loaded = loaded(job, "worker-0: tell x");
      assertLean(loaded);
      assertThat(loaded)
          .anyMatch(name -> name.startsWith("org.flytekitplugins.jflyte.execution.TrainingExec"));
      // The deck is drawn when the task has ended.
      assertThat(loaded.subList(0, loaded.indexOf(SCRIPT)))
          .hasSizeGreaterThan(500)
          .noneMatch(name -> name.startsWith("org.flytekitplugins.localcluster."))
          .noneMatch(name -> name.startsWith("org.flytekitplugins.report.deck."))
          // Nobody asks what a training uses before it trains.
          .noneMatch(name -> name.contains(".usage."))
          .noneMatch(name -> name.startsWith("sun.management."));
    }
  }

  /** What it leaves for the deck is nobody's business before it has trained for a while. */
  @Test
  void aReplicaOfSeveralLoadsNothingOfItsReportBeforeItsTask() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      List<String> loaded =
          loaded(job, "chief-0: step 1; await done | worker-0: step 1; touch done");
      assertThat(loaded.subList(0, loaded.indexOf(ProgressLog.class.getName())))
          .contains(ReportWriter.class.getName())
          .doesNotContain(ReplicaReport.class.getName(), PeerReports.class.getName())
          .noneMatch(name -> name.startsWith("org.flytekitplugins.report.deck."))
          .noneMatch(name -> name.contains(".usage."));
    }
  }

  private static void assertLean(List<String> loaded) {
    for (String prefix :
        List.of(
            "io.grpc.",
            "picocli.",
            "org.yaml.",
            "com.google.common.",
            "org.flytekitplugins.client.",
            "org.flytekitplugins.jflyte.closure.",
            "org.flytekitplugins.jflyte.registration.",
            "flyteidl.service.",
            "com.google.protobuf.Descriptors$FileDescriptor")) {
      assertThat(loaded).noneMatch(name -> name.startsWith(prefix));
    }
    // What Flyte 2 needs beside the question whether it is there.
    assertThat(loaded)
        .contains(Flyte.class.getName())
        .doesNotContain(
            InputCheck.class.getName(),
            TypeName.class.getName(),
            LauncherMark.class.getName(),
            "org.flytekitplugins.jflyte.execution.failure.ActionDocument");
  }

  private static List<String> loaded(Job job, String script) throws Exception {
    // One of them, if there are several.
    String log = job.room().resolve("classes.log").toString();
    assertThat(job.jvmOption("-Xlog:class+load:file=" + log + ".%p").run(script).state())
        .isEqualTo(JobState.SUCCEEDED);
    Path any;
    try (Stream<Path> files = Files.list(job.room())) {
      any = files.filter(file -> file.toString().startsWith(log)).findFirst().orElseThrow();
    }
    return Files.readAllLines(any).stream()
        .map(line -> line.replaceAll("^(\\[[^]]*\\])+ *", "").replaceAll(" .*", ""))
        .toList();
  }
}
