package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command, as a process. */
class ExecuteLocalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private record Ended(long pid, int exitCode, String out, String err) {}

  @Test
  void outputsStandAloneAndWhatHappenedBesideThem() throws Exception {
    Ended ended = run("--x", "7");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err().lines())
        .startsWith("next: running com.acme.Next")
        .anyMatch(line -> line.startsWith("next: succeeded after "));
    assertThat(ended.out().lines()).containsExactly("computing 7", "y = 8");
  }

  @Test
  void aTaskRunsAloneAndALaunchPlanWithItsInputs() throws Exception {
    Ended task = await(start(documented("execute-task")));
    Ended plan = await(start(documented("execute-launch-plan")));
    Ended misspelled = await(start(words(planned(), "--launch-plan", "Nigthly")));

    assertThat(task.exitCode()).as(task.err()).isZero();
    assertThat(task.err().lines()).startsWith("Next: running com.acme.Next");
    assertThat(task.out().lines()).containsExactly("computing 7", "y = 8");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out().lines()).containsExactly("computing 21", "y = 22");
    assertThat(misspelled.exitCode()).isEqualTo(2);
    assertThat(misspelled.err())
        .contains("Nigthly is no launch plan of the package: did you mean com.acme.Nightly?");
  }

  /** The command of docs/execute-local.md that is said to be run by this module under a name. */
  private List<String> documented(String name) throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "execute-local.md"));
    String begin =
        "<!-- run by: jflyte/command as " + name + " -->\n```bash\nbin/jflyte execute-local ";
    assertThat(page).contains(begin);
    String command = page.substring(page.indexOf(begin) + begin.length()).lines().findFirst().get();
    assertThat(command).contains(" -cp target/package");
    return words(planned(), command.replace(" -cp target/package", "").split(" "));
  }

  @Test
  void whoWatchesIsToldTheAddress() throws Exception {
    Ended watched = run("--x", "7", "--watch");
    Ended alone = run("--x", "7", "--watch", "--single-process");

    assertThat(watched.exitCode()).as(watched.err()).isZero();
    assertThat(watched.err().lines().findFirst().orElseThrow())
        .matches("watch http://127[.]0[.]0[.]1:[0-9]+/[A-Za-z0-9_-]{32}/");
    assertThat(watched.out().lines()).containsExactly("computing 7", "y = 8");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err())
        .startsWith(
            "jflyte execute-local: a training is to be watched (--watch), but a single process"
                + " (--single-process) has no replicas to draw: leave out one of the two\n");
  }

  @Test
  void whoNamesNothingOrTwoThingsIsTold() throws Exception {
    Ended none = await(start(words(plain(), "--x", "7")));
    Ended two = run("--task", "Next", "--x", "7");

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .startsWith(
            "jflyte execute-local: nothing is named that shall run: add --workflow NAME,"
                + " --launch-plan NAME or --task NAME\n");
    assertThat(two.exitCode()).isEqualTo(2);
    assertThat(two.err())
        .startsWith(
            "jflyte execute-local: --workflow and --task are given, but one thing is run at a time:"
                + " leave out all but one\n");
  }

  @Test
  void forMachinesThereAreOnlyOutputsAndTheyCanBeInputs() throws Exception {
    Path inputs = Files.writeString(folder.resolve("inputs.json"), "{\"x\": 7}");

    Ended ended = run("--inputs", inputs.toString(), "-o", "json");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualToIgnoringWhitespace("{\"y\": 8}");
    assertThat(ended.err()).contains("next: succeeded", "computing 7");
  }

  @Test
  void forMachinesNothingElseStandsThereWhoeverPrintsAndWhenever() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("talkative"))
            .task(
                "Next",
                "LOG.println(\"runs\"); System.out.println(\"and says so\"); return x + 1;",
                """
                // As loggers do that keep the stream they find when they are configured.
                private static final java.io.PrintStream LOG = System.out;
                static {
                  LOG.println("is loaded");
                  Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    LOG.println("ends");
                    System.out.println("and says so");
                  }));
                }
                { System.out.println("is made"); }
                """)
            .workflow(
                "Whole",
                "System.out.println(\"is expanded\");"
                    + " return builder.apply(\"next\", new Next(), x).getOutputs();")
            .build();

    Ended ended = await(start(directory, "--x", "7", "-o", "json"));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualToIgnoringWhitespace("{\"y\": 8}");
    assertThat(ended.err().lines())
        .contains("is loaded", "is made", "is expanded", "runs", "and says so", "ends");
  }

  @Test
  void aValueIsWhatFollowsItsNameWhateverItBeginsWith() throws Exception {
    Path file = Files.writeString(folder.resolve("arguments"), "--x\n7\n");
    for (String value : List.of("@" + file, "@@x", "-5x", "-oh", "--", "-", "--y", "${HOME}", "")) {
      Ended ended = run("--x", value);

      assertThat(ended.exitCode()).as(value).isEqualTo(2);
      assertThat(ended.err())
          .startsWith(
              "jflyte execute-local: --x is "
                  + value
                  + ", but an integer is wanted: write it as 3\n");
    }
  }

  @Test
  void aPathThatBeginsWithAnAtSignIsThatPath() throws Exception {
    Path arguments = Files.writeString(folder.resolve("arguments"), "--help");

    assertThat(run("--x", "7", "--inputs", "@" + arguments).err())
        .startsWith(
            "jflyte execute-local: the inputs file @"
                + arguments
                + " cannot be read (NoSuchFileException): name a file of JSON\n");
  }

  @Test
  void aValueThatIsAnOptionIsWrittenWithAnEqualsSign() throws Exception {
    assertThat(run("--x=-h").err())
        .startsWith("jflyte execute-local: --x is -h, but an integer is wanted: write it as 3\n");
    assertThat(run("--x", "--logs").err())
        .startsWith(
            "jflyte execute-local: --x has no value, but an integer is wanted: write one after it");
  }

  @Test
  void emptyPathsAreRefused() throws Exception {
    for (String option : List.of("--inputs", "--run-folder")) {
      Ended ended = run("--x", "7", option, "");

      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.err())
          .startsWith(
              "jflyte execute-local: Invalid value for option '"
                  + option
                  + "': it is empty: name a file or folder\n");
    }
    Ended ended = await(start(Path.of(""), "--x", "7"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "jflyte execute-local: --classpath is empty: name the directory that holds the"
                + " package's jars\n");
  }

  @Test
  void aPackageThatIsNotThereIsAUsageError() throws Exception {
    Ended ended = await(start(folder.resolve("gone"), "--x", "7"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "jflyte execute-local: package directory "
                + folder.resolve("gone")
                + " is not there: name the directory that holds the package's jars\n");
  }

  @Test
  void moreReplicasThanProcessesOfALocalClusterAreRefused() throws Exception {
    Ended ended = train("return x;", "--x", "1", "--replicas", "Train:worker=32");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "jflyte execute-local: task com.acme.Train would run as 33 processes, but a job on this"
                + " machine has at most 32: run it with fewer replicas, as with --replicas"
                + " com.acme.Train:worker=2\n");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void inALocaleOfAsciiTextsAreWholeAndPathsAreRefusedWithTheRemedy() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .training(
                "Train",
                "TfJob.builder().worker(1)",
                "Path folder = Path.of(System.getProperty(\"java.io.tmpdir\"), \"t\\u00e9l\\u00e9\");"
                    + " System.out.println(\"l\\u00e0-bas \" + folder.getFileName()); return x;",
                "")
            .workflow(
                "Whole",
                "System.out.println(\"d\\u00e9j\\u00e0\");"
                    + " return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    Ended ended = await(inAscii(command(directory, "--x", "1", "--logs")).start());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out().lines())
        .anyMatch("déjà"::equals)
        .anyMatch(l -> l.endsWith("là-bas télé"));

    Ended refused = await(inAscii(command(folder.resolve("pâté"), "--x", "1")).start());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "jflyte: the command line has letters that this process's locale cannot read (LC_ALL is"
                + " C, or none is set): set LC_ALL=C.UTF-8\n");
  }

  private ProcessBuilder inAscii(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  @Test
  void aFailureIsOneSentenceAndExitCode1() throws Exception {
    Ended ended = run("--x=13");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines())
        .endsWith(
            "jflyte: node next (com.acme.Next) failed: java.lang.IllegalStateException: unlucky (at"
                + " com.acme.Next:13)");
  }

  @Test
  void aBadInputIsASentenceAndExitCode2() throws Exception {
    Ended ended = run("--x", "many");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith("jflyte execute-local: --x is many, but an integer is wanted: write it as 3");
    assertThat(ended.err()).doesNotContain("running com.acme");
  }

  @Test
  void whatARunCannotBeginWithLeavesNoRunFolder() throws Exception {
    assertThat(run("--x", "many").exitCode()).isEqualTo(2);
    assertThat(folder.resolve("runs")).doesNotExist();

    Files.writeString(folder.resolve("runs"), "a file");
    Ended ended = run("--x", "7");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "jflyte execute-local: --run-folder "
                + folder.resolve("runs")
                + " cannot be made (FileAlreadyExistsException): name a folder that you may write"
                + " to");
  }

  @Test
  void aTrainingTaskRunsWithOtherNumbersOfReplicas() throws Exception {
    Ended ended =
        train(
            "return 10 * x + TrainingContext.current().size();",
            "--x",
            "1",
            "--replicas",
            "Train:chief=0,worker=2");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines()).containsExactly("y = 12");
    assertThat(ended.err()).contains("cluster of 2 workers");
  }

  @Test
  void aKilledReplicaIsStartedAgain() throws Exception {
    Path done = folder.resolve("done");
    Ended ended =
        train(
            """
            Path done = Path.of("%s");
            if (TrainingContext.current().replica().toString().equals("worker-0")) {
              Path first = done.resolveSibling("first");
              if (!Files.exists(first)) {
                Files.createFile(first);
                ProgressLog.current().step(200, Map.of());
                Thread.sleep(600_000);
              }
              Files.createFile(done);
            }
            while (!Files.exists(done)) {
              Thread.sleep(20);
            }
            return x;
            """
                .formatted(done),
            "--x",
            "5",
            "--kill",
            "Train:worker-0@200",
            "--logs");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines()).endsWith("y = 5");
    assertThat(folder.resolve("first")).exists();
    assertThat(folder.resolve("runs")).isDirectoryRecursivelyContaining("glob:**/deck.html");
  }

  @Test
  void aKillThatNeverHappensIsSaid() throws Exception {
    Ended ended =
        train(
            "ProgressLog.current().step(3, Map.of()); return x;",
            "--x",
            "5",
            "--kill",
            "Train:chief-0@9999");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err().lines())
        .contains(
            "jflyte: --kill com.acme.Train: the fault chief-0@9999 has not happened: chief-0 has"
                + " reported step 3 at most");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --kill Train:chief-0@8s          | faults (--kill) of task com.acme.Train are asked for, but a single process (--single-process) has no replicas: leave out one of the two
          --replicas Train:worker=3        | replicas (--replicas) of task com.acme.Train are asked for, but a single process (--single-process) has no replicas: leave out one of the two
          --replicas Train:chief=2         | replicas is "chief=2,worker=1", but TensorFlow takes one chief at most: use 0 or 1
          --replicas Train:chief=0,worker=0 | replicas is "", but none of them can lead: keep a worker or a chief
          --replicas Train:chief=0,worker=0,ps=1 | replicas is "ps=1", but none of them can lead: keep a worker or a chief
          """)
  void whatCannotBeIsRefusedBeforeAnythingRuns(String options, String sentence) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--x", "1", "--single-process"));
    arguments.addAll(List.of(options.split(" ")));

    Ended ended = train("return x;", arguments.toArray(new String[0]));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err().lines().findFirst()).hasValue("jflyte execute-local: " + sentence);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void aTrainingWhosePodIsDrainedIsTriedAgainIfItHasRetries() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("training"))
            .training(
                "Train",
                "TfJob.builder().chief(1)"
                    + ".worker(w -> w.replicas(1).restartPolicy(RestartPolicy.ON_FAILURE))",
                """
                if (TaskStorage.current().previousCheckpoints().isEmpty()) {
                  ProgressLog.current().step(200, Map.of());
                  Thread.sleep(600_000);
                }
                return x;
                """,
                "@Override public int getRetries() { return 1; }")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    Ended ended = await(start(directory, "--x", "5", "--kill", "Train:drain worker-0@200"));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines()).containsExactly("y = 5");
    assertThat(ended.err())
        .contains("train: attempt 1 failed, trying again: worker-0 was deleted while it ran");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseG1GC",
        "-XX:+UseParallelGC -Xmx200m",
        "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=9 -Dhttp.proxyHost=127.0.0.1",
        "-javaagent:AGENT"
      })
  void replicasStartWithOptionsThatTheEnvironmentHasForEveryJvm(String options) throws Exception {
    Path directory = training("return 2 * x;");
    Path agent = AgentJar.in(folder);
    ProcessBuilder builder = builder(command(directory, "--x", "4"));
    builder.environment().put("JAVA_TOOL_OPTIONS", options.replace("AGENT", agent.toString()));

    Ended ended = await(builder.start());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).endsWith("y = 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {">/dev/full", ">&-"})
  @EnabledOnOs(OS.LINUX)
  void outputsThatCannotBeWrittenAreAFailure(String redirection) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + redirection, "sh"));
    command.addAll(command(plain(), "--x", "7"));

    Ended ended = await(start(command));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines())
        .endsWith(
            "jflyte: the standard output cannot be written: its disk is full, or nobody reads it");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoeverStopsToReadHoldsUpNoTraining() throws Exception {
    Path directory =
        training(
            "for (int i = 0; i < 30_000; i++) { System.out.println(\"x\".repeat(100)); } return x;");
    // Pipes that nobody reads.
    Process process = new ProcessBuilder(command(directory, "--x", "5", "--logs")).start();
    try {
      Path outputs = folder.resolve("runs");
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!isWritten(outputs) && Instant.now().isBefore(deadline)) {
        Thread.sleep(100);
      }
      assertThat(outputs).isDirectoryRecursivelyContaining("glob:**/outputs.pb");
      // The job is over as well: its deck is made when it has ended.
      while (!isMade(outputs) && Instant.now().isBefore(deadline)) {
        Thread.sleep(100);
      }
      assertThat(outputs).isDirectoryRecursivelyContaining("glob:**/attempt-1/deck.html");
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubeflow", "tensorflow"})
  void whatAPackageLacksIsNotTakenFromTheLauncher(String module) throws Exception {
    Path directory = training("return x;");
    // Jars have the module's version behind its name, folders of classes become FOLDER_target….
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(directory, "*flytekit-" + module + "{-[0-9],_target}*.jar")) {
      for (Path jar : jars) {
        Files.delete(jar);
      }
    }

    Ended ended = await(start(directory, "--x", "1"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines().toList())
        .singleElement()
        .asString()
        .matches(
            "jflyte: class org\\.flytekitplugins\\."
                + module
                + "\\.\\w+, which .* needs, is not in the package: put the jar that has it there");
  }

  @Test
  void inASingleProcessNoReplicaIsStarted() throws Exception {
    Ended ended = train("return ProcessHandle.current().pid();", "--x", "1", "--single-process");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines()).containsExactly("y = " + ended.pid());
    assertThat(ended.err()).doesNotContain("cluster of");
  }

  @Test
  void aKillOfAReplicaThatIsNotThereIsAUsageError() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("training"))
            .training("Train", "TfJob.builder().chief(1).worker(2)", "return x;", "")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();
    Process process = start(directory, "--x", "1", "--kill", "Train:worker-7@8s");

    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("err")))
        .contains("cannot happen to task com.acme.Train, which has no worker-7");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void onATerminalWhatReplicasPrintStandsAboveTheTree() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("training"))
            .training(
                "Train",
                "TfJob.builder().worker(1)",
                "System.out.println(\"hello\"); return x;",
                "")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();
    List<String> command = command(directory, "--x", "1", "--logs");
    command.add(1, "-Djflyte.terminal=true");
    Process process = start(command);

    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("out")).lines()).containsExactly("y = 1");
    assertThat(Files.readString(folder.resolve("err"))).contains("worker-0 | hello");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  @EnabledOnOs(OS.LINUX)
  void whoeverStopsItIsTold(String signal, int exitCode) throws Exception {
    Path started = folder.resolve("started");
    Path directory =
        training(
            "Files.createFile(Path.of(\""
                + started
                + "\" + TrainingContext.current().replica())); Thread.sleep(600_000); return x;");
    // A shell that runs something in the background has it ignore some signals.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=" + signal));
    command.addAll(command(directory, "--x", "1"));
    Process process = start(command);
    try {
      while (!Files.exists(folder.resolve("startedchief-0")) && process.isAlive()) {
        Thread.sleep(50);
      }

      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();

      Ended ended = await(process);
      assertThat(ended.exitCode()).isEqualTo(exitCode);
      assertThat(ended.err())
          .containsPattern(
              "jflyte: stopped by SIG"
                  + signal
                  + " before the workflow has ended; its replicas end now. run folder .*/runs/run-");
      assertThat(ended.err()).doesNotContain("jflyte: node");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aTerminationEndsAllProcesses() throws Exception {
    Path pids = Files.createDirectories(folder.resolve("pids"));
    Path directory =
        TaskPackages.in(folder.resolve("training"))
            .training(
                "Train",
                "TfJob.builder().chief(1).worker(2)",
                "Path pids = Path.of(\""
                    + pids
                    + "\");"
                    + """
                    Files.writeString(
                        pids.resolve(TrainingContext.current().replica().toString()),
                        "" + ProcessHandle.current().pid());
                    Thread.sleep(600_000);
                    return x;
                    """,
                "")
            .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();
    Process process = start(directory, "--x", "1");
    try {
      List<Long> replicas = await(pids, 3);

      process.destroy();

      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      for (long replica : replicas) {
        assertThat(ProcessHandle.of(replica).filter(ProcessHandle::isAlive)).isEmpty();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aTerminationEndsWhatAPlainTaskHasStarted() throws Exception {
    Path pids = Files.createDirectories(folder.resolve("pids"));
    Path directory =
        TaskPackages.in(folder.resolve("package"))
            .task(
                "Next",
                """
                Process child = new ProcessBuilder("sleep", "600").start();
                Files.writeString(Path.of("%s", "child"), "" + child.pid());
                return child.waitFor();
                """
                    .formatted(pids))
            .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
            .build();
    Process process = start(directory, "--x", "1");
    try {
      long child = await(pids, 1).get(0);

      process.destroy();

      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aContainerTaskRunsTheProgramThatIsNamedAndEndsWithTheCommand() throws Exception {
    Path pids = Files.createDirectories(folder.resolve("pids"));
    Path program =
        Files.writeString(
            folder.resolve("in=place"),
            "#!/bin/sh\nprintf %s $$ >" + pids + "/$1\nexec sleep 600\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Process process = start(container(), "--x", "7", "--container-program", "InImage=" + program);
    try {
      long child = await(pids, 1).get(0);
      assertThat(pids.resolve("7")).exists();

      process.destroy();

      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      ProcessHandle.of(child)
          .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aContainerProgramThatCannotBeIsAUsageErrorAndOneThatIsMissingASentence() throws Exception {
    Ended noTask = await(start(container(), "--x", "7", "--container-program", "/bin/sh"));
    Ended noProgram = await(start(container(), "--x", "7", "--container-program", "InImage=/no"));
    Ended none = await(start(container(), "--x", "7"));

    assertThat(noTask.exitCode()).isEqualTo(2);
    assertThat(noTask.err())
        .startsWith(
            "jflyte execute-local: --container-program is /bin/sh, but it does not say which task:"
                + " write it as TASK=PATH\n");
    assertThat(noProgram.exitCode()).isEqualTo(2);
    assertThat(noProgram.err())
        .startsWith(
            "jflyte execute-local: the container program of task com.acme.InImage is /no, but no"
                + " such program can be run: ");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err())
        .contains(
            "jflyte: node it: task com.acme.InImage starts what its image alpine:3 starts by"
                + " itself, and that is not on this machine: say which program of this machine runs"
                + " in its place, as with --container-program com.acme.InImage=PATH\n");
  }

  private Path container() {
    return TaskPackages.in(folder.resolve("container"))
        .containerTask(
            "InImage",
            "@Override public List<String> getArgs() { return List.of(\"{{.inputs.x}}\"); }")
        .workflow("Whole", "return builder.apply(\"it\", new InImage(), x).getOutputs();")
        .build();
  }

  private static List<Long> await(Path pids, int count) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      List<Long> found = new ArrayList<>();
      try (Stream<Path> files = Files.list(pids)) {
        for (Path file : files.toList()) {
          String text = Files.readString(file);
          if (!text.isEmpty()) {
            found.add(Long.valueOf(text));
          }
        }
      }
      if (found.size() == count) {
        return found;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not all of " + count + " replicas have started");
  }

  private static boolean isWritten(Path runs) throws IOException {
    return contains(runs, "outputs.pb");
  }

  private static boolean isMade(Path runs) throws IOException {
    return contains(runs, "deck.html");
  }

  private static boolean contains(Path folder, String name) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.endsWith(name));
    }
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return await(start(plain(), arguments));
  }

  private Path plain() {
    return next().build();
  }

  private Path planned() {
    return next()
        .launchPlans(
            "Plans",
            "return List.of(SdkLaunchPlan.of(new Whole()).withName(\"com.acme.Nightly\")"
                + ".withFixedInput(\"x\", 21L));")
        .build();
  }

  private TaskPackages next() {
    return TaskPackages.in(folder.resolve("package"))
        .task(
            "Next",
            """
                if (x == 13) {
                  throw new IllegalStateException("unlucky");
                }
                System.out.println("computing " + x);
                return x + 1;
                """)
        .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();");
  }

  /** Runs a training of a chief and a worker that may restart. */
  private Ended train(String body, String... arguments) throws IOException, InterruptedException {
    return await(start(training(body), arguments));
  }

  private Path training(String body) {
    return TaskPackages.in(folder.resolve("training"))
        .training(
            "Train",
            "TfJob.builder().chief(1)"
                + ".worker(w -> w.replicas(1).restartPolicy(RestartPolicy.ON_FAILURE))",
            body,
            "")
        .workflow("Whole", "return builder.apply(\"train\", new Train(), x).getOutputs();")
        .build();
  }

  private Ended await(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroy();
    }
    return new Ended(
        process.pid(),
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private Process start(Path directory, String... arguments) throws IOException {
    return start(command(directory, arguments));
  }

  private List<String> command(Path directory, String... arguments) {
    List<String> command = words(directory, "--workflow", "com.acme.Whole");
    command.addAll(List.of(arguments));
    return command;
  }

  private List<String> words(Path directory, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.flytekitplugins.jflyte.command.Main",
                "jflyte",
                "execute-local",
                "-cp",
                directory.toString(),
                "--run-folder",
                folder.resolve("runs").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return builder(command).start();
  }

  private ProcessBuilder builder(List<String> command) {
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
  }
}
