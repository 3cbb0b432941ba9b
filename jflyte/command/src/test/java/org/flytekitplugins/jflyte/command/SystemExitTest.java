package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls {@code System.exit} has failed, whatever the status. */
class SystemExitTest {
  private static final String NOTHING =
      ", which says nothing about how it went: return, or throw, instead (at com.acme.";

  @TempDir private Path folder;

  @Test
  void ofATaskEndsExecuteLocalWithTheNodeAndTheStatus() throws Exception {
    TaskPackages.in(folder.resolve("package"))
        .task("Quits", "System.exit((int) x); return x;")
        .workflow("Part", "return builder.apply(\"quits\", new Quits(), x).getOutputs();")
        .workflow("Whole", "return builder.apply(\"part\", new Part(), x).getOutputs();")
        .build();

    for (int status : new int[] {0, 3}) {
      ChildJvm.End end = execute("--x=" + status);
      assertThat(end.exitCode()).isEqualTo(1);
      assertThat(end.log())
          .contains(
              "jflyte: node part/quits (com.acme.Quits) failed: it ended the process with"
                  + " System.exit("
                  + status
                  + ")"
                  + NOTHING
                  + "Quits:")
          .doesNotContain("y = ");
    }
  }

  @Test
  void ofAThreadOfATaskIsOneToo() throws Exception {
    TaskPackages.in(folder.resolve("package"))
        .task(
            "Quits",
            "new Thread(() -> Runtime.getRuntime().exit(4)).start(); Thread.sleep(60_000); return x;")
        .workflow("Whole", "return builder.apply(\"quits\", new Quits(), x).getOutputs();")
        .build();

    ChildJvm.End end = execute("--x=1");
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log())
        .contains("node quits (com.acme.Quits) failed: it ended the process with System.exit(4)");
  }

  @Test
  void ofAReplicaNamesItToo() throws Exception {
    TaskPackages.in(folder.resolve("package"))
        .training(
            "Train",
            "TfJob.builder().chief(1).worker(1)",
            """
            if (TrainingContext.current().isPrimary()) {
              Thread.sleep(60_000);
            }
            System.exit(5);
            return x;
            """,
            "")
        .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
        .build();

    ChildJvm.End end = execute("--x=1");
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log())
        .contains(
            "jflyte: node train (com.acme.Train) failed: worker-0: it ended the process with"
                + " System.exit(5)"
                + NOTHING
                + "Train:");
  }

  @Test
  void ofAConstructorEndsEveryCommandThatLoadsThePackage() throws Exception {
    TaskPackages.in(folder.resolve("package"))
        .task("Quits", "return x;", "{ System.exit(0); }")
        .workflow("Whole", "return builder.apply(\"quits\", new Quits(), x).getOutputs();")
        .build();

    assertRefused(execute("--x=1"));
    assertRefused(
        ChildJvm.run(
            Main.class,
            "serialize",
            "workflows",
            "--classpath",
            folder.resolve("package").toString(),
            "--folder",
            folder.resolve("protos").toString(),
            "--image",
            "registry.example/acme:1"));
    assertThat(folder.resolve("protos")).doesNotExist();
  }

  private static void assertRefused(ChildJvm.End end) {
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log().lines())
        .singleElement()
        .asString()
        .startsWith(
            "jflyte: the package cannot be loaded: it ended the process with System.exit(0)"
                + NOTHING
                + "Quits:");
  }

  private ChildJvm.End execute(String... inputs) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "execute-local",
                "--workflow",
                "com.acme.Whole",
                "-cp",
                folder.resolve("package").toString(),
                "--run-folder",
                Files.createDirectories(folder.resolve("runs")).toString()));
    arguments.addAll(Arrays.asList(inputs));
    return ChildJvm.run(Main.class, arguments.toArray(new String[0]));
  }
}
