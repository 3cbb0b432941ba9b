package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.localengine.LocalEngine;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.execution.PodMain;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.localcluster.LocalCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A pod whose class path has all of jflyte, as the runtime image's has. */
class PodClassPathTest {
  @TempDir private Path folder;

  @Test
  void executeLoadsClassesOfTheRuntimeAndOfNoOtherModule() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package")).task("Twice", "return 2 * x;").build();
    Path inputs = folder.resolve("inputs.pb");
    Literal three = Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3)));
    Files.write(inputs, LiteralMapBytes.write(Map.of("x", three)));
    Path log = folder.resolve("classes.log");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                PodMain.class.getName(),
                "jflyte",
                "execute",
                "--task=com.acme.Twice",
                "--inputs=" + inputs.toUri(),
                "--outputPrefix=" + folder.resolve("out").toUri(),
                "--package-dir=" + directory + "/*")
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(folder.resolve("out/outputs.pb")).exists();
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded.stream().map(line -> line.replaceAll(".*\\] | source:.*", "")))
        .as("nothing of Flyte 2")
        .contains("org.flytekitplugins.jflyte.Flyte")
        .noneMatch(name -> name.startsWith("java.net.http."))
        .noneMatch(name -> name.contains(".flyte2.") || name.endsWith(".ActionDocument"));
    List<String> sources =
        loaded.stream()
            .filter(line -> line.contains("source: file:"))
            .map(line -> line.replaceAll(".*source: file:", "").replaceAll("/$", ""))
            .distinct()
            .toList();
    assertThat(sources)
        .contains(TestPackages.whereIs(PodMain.class).toString())
        .doesNotContainAnyElementsOf(
            List.of(
                TestPackages.whereIs(JflyteCommand.class).toString(),
                TestPackages.whereIs(LocalExecution.class).toString(),
                TestPackages.whereIs(Explanation.class).toString(),
                TestPackages.whereIs(ProjectClosure.class).toString(),
                TestPackages.whereIs(FlyteClient.class).toString(),
                TestPackages.whereIs(LocalCluster.class).toString(),
                TestPackages.whereIs(LocalEngine.class).toString(),
                TestPackages.whereIs(CommandLine.class).toString(),
                TestPackages.whereIs(Channel.class).toString()));
  }
}
