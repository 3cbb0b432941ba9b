package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.gossip.GossipKind;
import com.acme.gossip.GossipTraining;
import com.acme.gossip.GossipWorkflow;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A framework that nothing here knows is one class and one line that names it: its jar stands in
 * the package, as every library does, and beside the launcher's own.
 */
class OtherFrameworkTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Path framework;
  private Path packageFolder;

  @BeforeEach
  void makeThePackage() throws IOException {
    Path classes = folder.resolve("classes");
    copyClasses(GossipKind.class, classes);
    framework =
        TestPackages.in(folder.resolve("framework"))
            .jarName("line.jar")
            .service(JobKind.class.getName(), GossipKind.class.getName())
            .with(List.of(classes))
            .build();
    List<Path> libraries = new ArrayList<>(TestPackages.flytekitJava());
    libraries.addAll(jars(framework));
    libraries.add(TestPackages.whereIs(TaskTemplateExtension.class));
    libraries.add(TestPackages.whereIs(TrainingCluster.class));
    packageFolder =
        TestPackages.in(folder.resolve("package"))
            .service("org.flyte.flytekit.SdkRunnableTask", GossipTraining.class.getName())
            .service("org.flyte.flytekit.SdkWorkflow", GossipWorkflow.class.getName())
            .with(libraries)
            .build();
  }

  @Test
  void itsReplicasRunOnALocalClusterAsInPods() throws Exception {
    try (LocalJob job = start(-1)) {
      assertThat(job.await(DEADLINE)).as(job.failure()).isEqualTo(JobState.SUCCEEDED);

      assertThat(job.conditions())
          .last()
          .extracting(JobCondition::reason, JobCondition::message)
          .containsExactly("GossipJobSucceeded", "GossipJob local has gossiped.");
      assertThat(
              LiteralMapBytes.read(Files.readAllBytes(folder.resolve("out/outputs.pb")))
                  .get("said")
                  .scalar()
                  .primitive()
                  .stringValue())
          .isEqualTo("worker-0 of 3 at fanout 2");
      assertThat(Files.readString(job.log(Replica.parse("worker-2"))))
          .contains("replica worker-2 of a job of 3 workers");
    }
  }

  @Test
  void whatFailsOneOfThemIsReportedByTheOneThatLeads() throws Exception {
    try (LocalJob job = start(2)) {
      assertThat(job.await(DEADLINE)).as(job.failure()).isEqualTo(JobState.SUCCEEDED);

      assertThat(folder.resolve("out/error.pb")).exists();
      assertThat(Files.readString(job.log(Replica.parse("worker-0"))))
          .contains("worker-2", "heard nothing");
    }
  }

  @Test
  void itsWorkflowRunsHere() throws Exception {
    assertThat(executeLocal("--deaf", "-1")).contains("said = worker-0 of 3 at fanout 2");
    assertThat(executeLocal("--deaf", "-1", "--replicas", "GossipTraining:worker=2"))
        .contains("said = worker-0 of 2 at fanout 2");
    assertThat(executeLocal("--deaf", "-1", "--replicas", "GossipTraining:worker=1"))
        .contains(
            "replicas is \"worker=1\", but it takes two to gossip: have workers only, 2 or more");
  }

  private LocalJob start(long deaf) throws IOException {
    Path inputs = folder.resolve("inputs.pb");
    Files.write(
        inputs,
        LiteralMapBytes.write(
            Map.of("deaf", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(deaf))))));
    return LocalCluster.builder()
        .kind(new GossipKind())
        .cluster(GossipTraining.cluster())
        .program(
            Program.mainClass(
                Main.class.getName(),
                launcher(),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(
                    "jflyte",
                    "execute",
                    "--task=" + GossipTraining.class.getName(),
                    "--inputs=" + inputs.toUri(),
                    "--outputPrefix=" + folder.resolve("out").toUri(),
                    "--package-dir=" + packageFolder + "/*")))
        .output(LogOutput.none())
        .build()
        .start();
  }

  private String executeLocal(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, launcher().stream().map(Path::toString).toList()),
                Main.class.getName(),
                "jflyte",
                "execute-local",
                "--run-folder=" + folder.resolve("run"),
                "--classpath=" + packageFolder,
                "--workflow=" + GossipWorkflow.class.getName()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }

  private List<Path> launcher() throws IOException {
    List<Path> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry));
    }
    classPath.addAll(jars(framework));
    return classPath;
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void copyClasses(Class<?> one, Path target) throws IOException {
    Path from = Path.of(one.getPackageName().replace('.', '/'));
    Files.createDirectories(target.resolve(from));
    for (File file : Arrays.asList(TestPackages.whereIs(one).resolve(from).toFile().listFiles())) {
      Files.copy(file.toPath(), target.resolve(from).resolve(file.getName()));
    }
  }
}
