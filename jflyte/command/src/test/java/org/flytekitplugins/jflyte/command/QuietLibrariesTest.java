package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libraries say of themselves, which nobody has asked for. */
class QuietLibrariesTest {
  @TempDir private Path folder;

  @Test
  void slf4jIsToldNotToComplainAboutAPackageWithoutABinder() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task(
                "Next",
                "return x;",
                "{ System.out.println(\"verbosity \""
                    + " + System.getProperty(\"slf4j.internal.verbosity\")); }")
            .build();

    assertThat(
            ChildJvm.run(
                    Main.class,
                    "serialize",
                    "workflows",
                    "--classpath",
                    directory.toString(),
                    "--folder",
                    folder.resolve("protos").toString(),
                    "--image",
                    "registry.example/acme:1")
                .log())
        .contains("verbosity ERROR");
  }

  @Test
  void slf4j17DoesNotComplainAboutAPackageWithoutABinder() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .with(TestPackages.slf4j17())
            .task(
                "Next",
                "return x;",
                """
                {
                  org.slf4j.LoggerFactory.getLogger("task").info("lost");
                  org.slf4j.MDC.put("task", "lost");
                  System.err.println("SLF4J: said by the task");
                }
                """)
            .build();

    assertThat(
            ChildJvm.run(
                    Main.class,
                    "serialize",
                    "workflows",
                    "--classpath",
                    directory.toString(),
                    "--folder",
                    folder.resolve("protos").toString(),
                    "--image",
                    "registry.example/acme:1")
                .log()
                .lines())
        .filteredOn(line -> line.contains("SLF4J"))
        .containsOnly("SLF4J: said by the task");
  }

  @Test
  void whatTensorflowSaysOfItselfIsLeftOutOfTheLinesOfReplicas() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out =
        NativeNoise.leftOut(new PrintStream(bytes, true, Charset.defaultCharset()))) {
      out.println("worker-1 | WARNING: All log messages before absl::InitializeLog() is called");
      out.println("worker-1 | I0000 00:00:1764345600.123456   4711 cpu_feature_guard.cc:227] …");
      out.println("I0000 00:00:1764345600.123456   4711 cpu_feature_guard.cc:227] …");
      out.println("worker-1 | WARNING: the learning rate is high");
      out.println("I0001 is the name of a row");
    }
    assertThat(bytes.toString(Charset.defaultCharset()).lines())
        .containsExactly(
            "worker-1 | WARNING: the learning rate is high", "I0001 is the name of a row");
  }
}
