package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LogOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Container tasks, whose programs are scripts of this machine. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class ContainerTaskTest {
  /** Writes an integer, up to 127, as the output {@code y}: what protobuf makes of it. */
  private static final String RETURN =
      """
      returns() {
        printf "\\\\012\\\\013\\\\012\\\\001y\\\\022\\\\006\\\\012\\\\004\\\\012\\\\002\\\\010\\\\$(printf %o "$1")" >"$2/outputs.pb"
      }
      """;

  @TempDir private Path folder;
  private final Recorder recorder = new Recorder();

  @Test
  void itsCommandRunsHereAndAnotherTaskReadsWhatItWrites() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask(
                "Double",
                command(
                    "sh",
                    "-c",
                    RETURN + "returns $(( $1 + $1 )) \"$2\"",
                    "double",
                    "{{.inputs.x}}",
                    "{{ $OUTPUTPREFIX }}"))
            .task("Next", "return x + 1;")
            .workflow(
                "Whole",
                """
                var twice = builder.apply("twice", new Double(), x).getOutputs();
                return builder.apply("next", new Next(), twice).getOutputs();
                """)
            .build();

    assertThat(Running.run(directory, "com.acme.Whole", 7, folder.resolve("run"), recorder))
        .isEqualTo(15);

    assertThat(recorder.events)
        .containsExactly(
            "twice CONTAINER RUNNING",
            "twice CONTAINER SUCCEEDED",
            "next TASK RUNNING",
            "next TASK SUCCEEDED");
  }

  @Test
  void itFindsWhatItsPodWould() throws Exception {
    Path program =
        program(
            "show",
            """
            for word in "$@"; do echo "<$word>"; done
            echo "$GREETING of attempt $FLYTE_ATTEMPT_NUMBER in $PWD"
            echo "$FLYTE_INTERNAL_TASK_NAME of $FLYTE_INTERNAL_EXECUTION_ID"
            cat
            test -d "$3" && test -d "$4" && test -f "$1" && test -s "$8" || exit 9
            """
                + RETURN
                + "returns 1 \"$2\"");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask(
                "Show",
                args(
                        "{{.input}}",
                        "{{.outputPrefix}}",
                        "{{.rawOutputDataPrefix}}",
                        "{{.checkpointOutputPrefix}}",
                        "{{.prevCheckpointPrefix}}",
                        "{{.perRetryUniqueKey}}",
                        "{{.namespace}}",
                        "{{.taskTemplatePath}}",
                        "{{.unknown}}",
                        "two words; $(touch no-shell)",
                        "{{.inputPrefix}}")
                    + "@Override public Map<String, String> getEnv() { return Map.of(\"GREETING\","
                    + " \"hello\"); }")
            .workflow("Whole", "return builder.apply(\"show\", new Show(), x).getOutputs();")
            .build();
    Path run = folder.resolve("run");

    Running.run(
        directory,
        "com.acme.Whole",
        7,
        run,
        recorder,
        execution -> execution.containerProgram("Show", program.toString()));

    assertThat(run.resolve("show/attempt-1/logs/show.log"))
        .hasContent(
            String.join(
                "\n",
                "<" + run.resolve("show/inputs.pb") + ">",
                "<" + run.resolve("show/attempt-1") + ">",
                "<" + run.resolve("show/attempt-1/raw") + ">",
                "<" + run.resolve("show/attempt-1/checkpoints") + ">",
                "<\"\">",
                "<run_show_attempt_1>",
                "<flytetester-development>",
                "<" + run.resolve("show/task.pb") + ">",
                "<{{.unknown}}>",
                "<two words; $(touch no-shell)>",
                "<" + run.resolve("show") + ">",
                "hello of attempt 0 in " + Path.of("").toAbsolutePath(),
                "com.acme.Show of run"));
    assertThat(Path.of("no-shell")).doesNotExist();
  }

  @Test
  void theProgramTakesThePlaceOfTheFirstWordOfACommandOnly() throws Exception {
    Path program = program("other", RETURN + "returns $(( $# + $1 )) \"$2\"");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask(
                "InImage",
                command("/opt/image/only", "{{.inputs.x}}") + args("{{.outputPrefix}}", "third"))
            .workflow("Whole", "return builder.apply(\"it\", new InImage(), x).getOutputs();")
            .build();

    assertThat(
            Running.run(
                directory,
                "com.acme.Whole",
                40,
                folder.resolve("run"),
                recorder,
                execution -> execution.containerProgram("com.acme.InImage", program.toString())))
        .isEqualTo(43);
  }

  @Test
  void whatIsOnlyInItsImageIsAskedForBeforeAnythingRuns() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask("EntryPoint", args("train"))
            .containerTask("InImage", command("/opt/image/only"))
            .containerTask("OnPath", command("only-in-the-image"))
            .workflow("A", "return builder.apply(\"a\", new EntryPoint(), x).getOutputs();")
            .workflow("B", "return builder.apply(\"b\", new InImage(), x).getOutputs();")
            .workflow("C", "return builder.apply(\"c\", new OnPath(), x).getOutputs();")
            .build();

    assertThatThrownBy(() -> run(directory, "com.acme.A"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "node a: task com.acme.EntryPoint starts what its image alpine:3 starts by itself, and"
                + " that is not on this machine: say which program of this machine runs in its"
                + " place, as with --container-program com.acme.EntryPoint=PATH");
    assertThatThrownBy(() -> run(directory, "com.acme.B"))
        .hasMessage(
            "node b: task com.acme.InImage starts /opt/image/only, which is in its image alpine:3"
                + " and not on this machine: say which program of this machine runs in its place,"
                + " as with --container-program com.acme.InImage=PATH");
    assertThatThrownBy(() -> run(directory, "com.acme.C"))
        .hasMessageStartingWith("node c: task com.acme.OnPath starts only-in-the-image, which is");
    assertThat(recorder.events).isEmpty();
  }

  @Test
  void aProgramThatCannotBeRunIsRefused() throws Exception {
    Path noProgram = Files.writeString(folder.resolve("text"), "");
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask("InImage", command("/opt/image/only"))
            .task("Plain", "return x;")
            .workflow("Whole", "return builder.apply(\"it\", new InImage(), x).getOutputs();")
            .build();

    for (String program : List.of(noProgram.toString(), folder.toString(), "no-such-program", "")) {
      assertThatThrownBy(
              () ->
                  Running.run(
                      directory,
                      "com.acme.Whole",
                      1,
                      folder.resolve("run"),
                      recorder,
                      execution -> execution.containerProgram("InImage", program)))
          .isInstanceOf(JflyteException.class)
          .hasMessage(
              "the container program of task com.acme.InImage is "
                  + program
                  + ", but no such program can be run: name an executable file, or a program that"
                  + " is on PATH");
    }
    assertThatThrownBy(
            () ->
                Running.run(
                    directory,
                    "com.acme.Whole",
                    1,
                    folder.resolve("run"),
                    recorder,
                    execution -> execution.containerProgram("Plain", "sh")))
        .hasMessage("Plain is no container task of the package: name one of com.acme.InImage");
  }

  @Test
  void aFailureIsTriedAgainWithTheCheckpointsOfTheOneBefore() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask(
                "Flaky",
                command(
                        "sh",
                        "-c",
                        RETURN
                            + """
                            if [ -e "$3/last" ]; then returns "$(cat "$3/last")" "$1"; exit; fi
                            echo 41 >"$2/last"
                            echo 'row 7 is bad' >&2
                            exit 3
                            """,
                        "flaky",
                        "{{.outputPrefix}}",
                        "{{.checkpointOutputPrefix}}",
                        "{{.prevCheckpointPrefix}}")
                    + "@Override public int getRetries() { return 1; }")
            .workflow("Whole", "return builder.apply(\"flaky\", new Flaky(), x).getOutputs();")
            .build();

    assertThat(run(directory, "com.acme.Whole")).isEqualTo(41);

    assertThat(recorder.events).hasSize(3);
    assertThat(recorder.events.get(1))
        .matches(
            "(?s)flaky attempt 1: the container exited with code 3 after [0-9.]+ m?s; the last lines"
                + " of its log:; log \\Q"
                + folder.resolve("run/flaky/attempt-1/logs/flaky.log")
                + "\\E\n    row 7 is bad");
  }

  @Test
  void withoutOutputsItHasFailed() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask("Silent", command("true"))
            .workflow("Whole", "return builder.apply(\"silent\", new Silent(), x).getOutputs();")
            .build();

    assertThatThrownBy(() -> run(directory, "com.acme.Whole"))
        .hasMessage(
            "node silent (com.acme.Silent) failed: the job has succeeded, but nobody wrote "
                + folder.resolve("run/silent/attempt-1/outputs.pb")
                + ": see the logs beside it; log "
                + folder.resolve("run/silent/attempt-1/logs/silent.log"));
  }

  @Test
  void anInputWithoutATextIsRefusedInOneSentence() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask("Wrong", command("echo", "{{.inputs.y}}"))
            .workflow("Whole", "return builder.apply(\"it\", new Wrong(), x).getOutputs();")
            .build();

    assertThatThrownBy(() -> run(directory, "com.acme.Whole"))
        .hasMessage(
            "node it (com.acme.Wrong) failed: task com.acme.Wrong: {{.inputs.y}} is in the command"
                + " line, but there is no input y: name one of x");
  }

  @Test
  void nothingOfItIsLeftWhenItEnds() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask(
                "Parent",
                command(
                    "sh",
                    "-c",
                    RETURN + "sleep 300 & echo $! >\"$1/child\"; returns 1 \"$1\"",
                    "parent",
                    "{{.outputPrefix}}"))
            .workflow("Whole", "return builder.apply(\"parent\", new Parent(), x).getOutputs();")
            .build();

    run(directory, "com.acme.Whole");

    long child =
        Long.parseLong(Files.readString(folder.resolve("run/parent/attempt-1/child")).strip());
    ProcessHandle.of(child)
        .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10)));
  }

  @Test
  void itsLinesAreShownAfterTheNameOfItsNode() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTask(
                "Hello",
                command(
                    "sh", "-c", RETURN + "echo hello; returns 1 \"$1\"", "it", "{{.outputPrefix}}"))
            .workflow("Whole", "return builder.apply(\"greet\", new Hello(), x).getOutputs();")
            .build();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();

    Running.run(
        directory,
        "com.acme.Whole",
        1,
        folder.resolve("run"),
        recorder,
        execution ->
            execution.logs(LogOutput.plain(new PrintStream(shown, true, StandardCharsets.UTF_8))));

    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("greet | hello\n");
  }

  @Test
  void aTrainingRunsItInEveryReplicaOfItsCluster() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTraining(
                "Train",
                "TfJob.builder().chief(1).worker(2)",
                command(
                    "sh",
                    "-c",
                    RETURN
                        + """
                        echo "$TF_CONFIG"
                        case $TF_CONFIG in *'"type":"chief"'*) returns "$1" "$2" ;; esac
                        """,
                    "train",
                    "{{.inputs.x}}",
                    "{{.outputPrefix}}"))
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(run(directory, "com.acme.Whole")).isEqualTo(7);

    assertThat(recorder.events)
        .containsExactly(
            "train TRAINING RUNNING",
            "train cluster of 1 chief, 2 workers",
            "train TRAINING SUCCEEDED");
    assertThat(Files.readString(folder.resolve("run/train/attempt-1/logs/train-worker-1.log")))
        .contains("\"task\":{\"type\":\"worker\",\"index\":1}");
    assertThat(folder.resolve("run/train/attempt-1/deck.html")).content().contains("worker-1");
  }

  @Test
  void aTrainingMayHaveAnotherProgramOtherReplicasAndFaults() throws Exception {
    Path program =
        program(
            "train",
            RETURN
                + """
                case $TF_CONFIG in
                  *'"type":"worker"'*)
                    if [ -e "$2/killed-once" ]; then touch "$2/done"; exit; fi
                    touch "$2/killed-once"
                    echo '{"step":200,"metrics":{}}' >>"$FLYTEKIT_PROGRESS"
                    sleep 300 ;;
                esac
                while ! [ -e "$2/done" ]; do sleep 0.05; done
                returns "$1" "$2"
                """);
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTraining(
                "Train",
                "TfJob.builder().chief(1)"
                    + ".worker(w -> w.replicas(2).restartPolicy(RestartPolicy.ON_FAILURE))",
                args("{{.inputs.x}}", "{{.outputPrefix}}"))
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(
            Running.run(
                directory,
                "com.acme.Whole",
                7,
                folder.resolve("run"),
                recorder,
                execution ->
                    execution
                        .containerProgram("Train", program.toString())
                        .replicas("Train", "worker=1")
                        .faults("Train", FaultPlan.parse("worker-0@200"))))
        .isEqualTo(7);

    assertThat(recorder.events).contains("train cluster of 1 chief, 1 worker");
    assertThat(folder.resolve("run/train/attempt-1/deck.html"))
        .content()
        .contains("worker-0: killed");
  }

  @Test
  void inASingleProcessATrainingIsOneWithoutACluster() {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .containerTraining(
                "Train",
                "TfJob.builder().worker(2)",
                command(
                    "sh",
                    "-c",
                    RETURN + "test -z \"$TF_CONFIG\" && returns 9 \"$1\"",
                    "it",
                    "{{.outputPrefix}}"))
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    assertThat(
            Running.run(
                directory,
                "com.acme.Whole",
                1,
                folder.resolve("run"),
                recorder,
                execution -> execution.singleProcess(true)))
        .isEqualTo(9);
    assertThat(recorder.events)
        .containsExactly("train TRAINING RUNNING", "train TRAINING SUCCEEDED");
  }

  private long run(Path directory, String workflow) {
    return Running.run(directory, workflow, 7, folder.resolve("run"), recorder);
  }

  private Path program(String name, String script) throws Exception {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String command(String... words) {
    return "@Override public List<String> getCommand() { return " + list(words) + "; }\n";
  }

  private static String args(String... words) {
    return "@Override public List<String> getArgs() { return " + list(words) + "; }\n";
  }

  private static String list(String... words) {
    return Arrays.stream(words)
        .map(
            word ->
                '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"')
        .collect(Collectors.joining(", ", "List.of(", ")"));
  }
}
