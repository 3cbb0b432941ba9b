package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.Tasks.TaskTemplate;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.flyte2.Fields;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands say and do that is Flyte 2's own. */
@Timeout(120)
class FlyteTwoCommandsTest {
  @TempDir static Path folder;

  private final LocalFlyte2 flyte = LocalFlyte2.builder().projects("flytesnacks").start();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void say() {
    environment.put("FLYTE_PLATFORM_URL", flyte.endpoint());
    environment.put("FLYTE_PLATFORM_INSECURE", "true");
    environment.put("HOME", folder.toString());
  }

  @AfterEach
  void stop() {
    flyte.close();
  }

  private Outcome jflyte(String words) {
    return PlayedCluster.run(environment, words.split(" ", -1));
  }

  private Outcome register(Path directory, String more) {
    return jflyte(
        "register workflows -p flytesnacks -d development -v 1 --image registry.example/app -cp "
            + directory
            + more);
  }

  private static Path tasks(String name) {
    Path directory = folder.resolve(name);
    if (!Files.exists(directory)) {
      TaskPackages.in(directory).task("Next", "return x + 1;").build();
    }
    return directory;
  }

  private TaskTemplate registered() throws Exception {
    return TaskTemplate.parseFrom(
        Fields.parse(flyte.taskSpec("flytesnacks", "development", "com.acme.Next", "1"))
            .messageBytes(1));
  }

  @Test
  void theTemplateOfAStagedPackageIsUploadedAndItsAddressStandsInTheCommandLine() throws Exception {
    environment.put("FLYTE_STAGING_LOCATION", folder.resolve("staging").toUri().toString());

    Outcome first = register(tasks("tasks"), "");
    assertThat(first.exitCode()).as(first.err()).isZero();

    var args = registered().getContainer().getArgsList();
    String uri = args.get(args.indexOf("--taskTemplatePath") + 1);
    assertThat(uri).startsWith("file:").endsWith("/task-template.pb");
    TaskTemplate uploaded = TaskTemplate.parseFrom(Files.readAllBytes(Path.of(URI.create(uri))));
    assertThat(uploaded.getCustom()).isEqualTo(registered().getCustom());
    assertThat(uploaded.getCustom().getFieldsMap()).containsKey("jflyte");
    assertThat(register(tasks("tasks"), "").out()).isEqualTo("nothing to do: 1 already there\n");
  }

  @Test
  void aDryRunChangesAndUploadsNothing() {
    environment.put("FLYTE_STAGING_LOCATION", folder.resolve("staging").toUri().toString());

    assertThat(register(tasks("tasks"), " --dry-run").exitCode()).isEqualTo(3);

    assertThat(flyte.tasks()).isEmpty();
    assertThat(flyte.calls().of("CreateUploadLocation")).isZero();
    assertThat(flyte.calls().of("DeployTask")).isZero();
  }

  @Test
  void anotherContentIsNotDeployedOverWhatIsThere() throws Exception {
    register(tasks("tasks"), " --package-dir /app/*");

    Outcome other = register(tasks("tasks"), " --package-dir /other/*");

    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err())
        .contains("version 1 is registered with another content, which never changes;")
        .contains("/other/*");
    assertThat(registered().getContainer().getArgsList()).contains("/app/*");
    assertThat(flyte.calls().of("DeployTask")).isEqualTo(1);
  }

  @Test
  void workflowsAndLaunchPlansAreTasksThatDriveThemAndSchedulesASentence() {
    Path directory = folder.resolve("workflows");
    TaskPackages.in(directory)
        .task("Next", "return x + 1;")
        .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
        .launchPlans(
            "Plans",
            """
            return List.of(
                SdkLaunchPlan.of(new Whole())
                    .withName("nightly")
                    .withFixedInput("x", 1L)
                    .withCronSchedule(SdkCronSchedule.of("0 3 * * *")));
            """)
        .build();

    Outcome outcome = register(directory, " --package-dir /app/*");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains(
            "jflyte: launch plan nightly has a schedule, which this launcher cannot set on Flyte 2:"
                + " start task nightly when it is due, as with jflyte run from a CronJob");
    assertThat(flyte.tasks())
        .containsExactlyInAnyOrder(
            "flytesnacks/development/com.acme.Next/1",
            "flytesnacks/development/com.acme.Whole/1",
            "flytesnacks/development/nightly/1");
    assertThat(register(directory, " --package-dir /app/*").out())
        .isEqualTo("nothing to do: 3 already there\n");
  }

  @Test
  void whatRegisterWouldSendIsSerializedWithoutAServer() throws Exception {
    Path directory = folder.resolve("serialized");
    TaskPackages.in(directory)
        .task("Next", "return x + 1;")
        .workflow("Whole", "return builder.apply(\"next\", new Next(), x).getOutputs();")
        .launchPlans(
            "Plans",
            """
            return List.of(
                SdkLaunchPlan.of(new Whole()).withName("nightly").withDefaultInput("x", 1L));
            """)
        .build();
    String options = " --image registry.example/app --package-dir /app/* -cp " + directory + " -f ";
    Path files = folder.resolve("files");

    environment.put("FLYTE_PLATFORM_VERSION", "2");
    Outcome outcome = jflyte("serialize workflows" + options + files);
    environment.remove("FLYTE_PLATFORM_VERSION");

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                0, "3 tasks, 0 workflows, 0 launch plans serialized to " + files + "\n", ""));
    assertThat(flyte.calls().total()).isZero();
    Outcome registered =
        jflyte(
            "register workflows -p flytesnacks -d development -v 1" + options.replace(" -f ", ""));
    assertThat(registered.exitCode()).as(registered.err()).isZero();
    Map<String, String> written = new TreeMap<>();
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        Fields spec = Fields.parse(Files.readAllBytes(file));
        written.put(file.getFileName().toString().substring(2), inTarget(spec));
      }
    }
    assertThat(written)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "com.acme.Next_1.pb", deployed("com.acme.Next"),
                "com.acme.Whole_1.pb", deployed("com.acme.Whole"),
                "nightly_1.pb", deployed("nightly")));
  }

  private String deployed(String name) throws Exception {
    return inTarget(Fields.parse(flyte.taskSpec("flytesnacks", "development", name, "1")));
  }

  /** All but the workflow that is packed in it, with what stands for the target filled in. */
  private static String inTarget(Fields spec) throws Exception {
    TaskTemplate template = TaskTemplate.parseFrom(spec.messageBytes(1));
    return template.toBuilder()
            .clearCustom()
            .build()
            .toString()
            .replace("{{ registration.project }}", "flytesnacks")
            .replace("{{ registration.domain }}", "development")
            .replace("{{ registration.version }}", "1")
        + template.getCustom().getFieldsMap().keySet()
        + spec.messages(2)
        + spec.text(3);
  }

  @Test
  void aProjectThatIsNotThereIsNamed() {
    Outcome outcome =
        jflyte(
            "register workflows -p nowhere -d development -v 1 --image registry.example/app"
                + " --package-dir /app/* -cp "
                + tasks("tasks"));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("project nowhere not found");
  }

  @Test
  void inputsAreComparedHereBecauseTheServerDoesNot() {
    register(tasks("tasks"), " --package-dir /app/*");

    Outcome outcome =
        jflyte("run com.acme.Next -p flytesnacks -d development --x seven --name run-1");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(flyte.executions()).isEmpty();
  }

  @Test
  void aNameThatFlyte1TakesAndFlyte2DoesNotIsRefusedHere() {
    register(tasks("tasks"), " --package-dir /app/*");
    String name = "a".repeat(31);

    Outcome outcome =
        jflyte("run com.acme.Next -p flytesnacks -d development --x 7 --name " + name);

    assertThat(outcome.err())
        .isEqualTo(
            "jflyte: the execution's name is \""
                + name
                + "\", which Flyte 2 does not take: write lower-case letters, digits and dashes, at"
                + " most 30, from a letter on, like nightly-7\n");
    assertThat(flyte.calls().of("CreateRun")).isZero();
  }

  @Test
  void aRunIsAbortedWithItsReason() {
    register(tasks("tasks"), " --package-dir /app/*");
    Outcome started = jflyte("run com.acme.Next -p flytesnacks -d development --x 7 --name run-1");
    assertThat(started.out()).contains("/v2/runs/project/flytesnacks/domain/development/run-1");
    PlayedExecution run = flyte.executions().get(0).running();
    assertThat(run.action().orElseThrow().environment())
        .containsEntry("ACTION_NAME", "a0")
        .containsEntry("RUN_NAME", "run-1");

    assertThat(jflyte("abort flytesnacks/development/run-1 --cause enough").exitCode()).isZero();

    Outcome watched = jflyte("watch flytesnacks/development/run-1");
    assertThat(watched.exitCode()).isEqualTo(1);
    assertThat(watched.err()).contains("aborted").contains("enough");
  }

  @Test
  void aRunIsLaunchedAgainWithItsInputsAndWhatWasSaidOfIt() {
    register(tasks("tasks"), " --package-dir /app/*");
    jflyte(
        "run com.acme.Next -p flytesnacks -d development --x 7 --name run-1 --label team=vision"
            + " --annotation why=test --no-interruptible --raw-output-prefix s3://bucket/raw"
            + " --service-account trainer --overwrite-cache --max-parallelism 3");

    Outcome again = jflyte("relaunch flytesnacks/development/run-1");

    assertThat(again.exitCode()).as(again.err()).isZero();
    String name = again.out().lines().findFirst().orElseThrow().substring("execution ".length());
    assertThat(name).isNotEqualTo("run-1").matches("[a-z][a-z0-9]{1,29}");
    assertThat(flyte.executions().get(1).inputs()).isEqualTo(PlayedCluster.number("x", 7));
    assertThat(runSpec(name))
        .isEqualTo(runSpec("run-1"))
        .isEqualTo(
            RunSettings.builder()
                .labels(Map.of("team", "vision"))
                .annotations(Map.of("why", "test"))
                .interruptible(false)
                .rawDataPrefix("s3://bucket/raw")
                .serviceAccount("trainer")
                .overwriteCache(true)
                .concurrency(3)
                .build()
                .toMessage());
  }

  private Fields runSpec(String run) {
    return Flyte2Client.connect(AdminConfig.plaintext(flyte.endpoint()))
        .runSpec(RunKey.of("flytesnacks", "development", run))
        .join();
  }

  @Test
  void nothingIsTakenOverFromAnotherRun() {
    register(tasks("tasks"), " --package-dir /app/*");
    jflyte("run com.acme.Next -p flytesnacks -d development --x 7 --name run-1");

    assertThat(jflyte("recover flytesnacks/development/run-1"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "jflyte: Flyte 2 does not take over what has succeeded in another run: relaunch it,"
                    + " or start it anew\n"));
    assertThat(flyte.executions()).hasSize(1);
  }

  @Test
  void runsAreListedByPhaseAndTaskAndThereAreNoneOfWorkflows() {
    TaskPackages.in(folder.resolve("two"))
        .task("Next", "return x + 1;")
        .task("Other", "return x;")
        .build();
    register(folder.resolve("two"), " --package-dir /app/*");
    String run = "run com.acme.%s -p flytesnacks -d development --x 7 --name %s";
    jflyte(String.format(run, "Next", "next-1"));
    jflyte(String.format(run, "Next", "next-2"));
    jflyte(String.format(run, "Other", "other-1"));
    flyte.executions().get(0).running().succeeded(PlayedCluster.number("y", 8));
    flyte.executions().get(1).running();

    assertThat(listed("")).containsExactly("other-1", "next-2", "next-1");
    assertThat(listed(" --phase succeeded")).containsExactly("next-1");
    assertThat(listed(" --phase running,succeeded")).containsExactly("next-2", "next-1");
    assertThat(listed(" --task com.acme.Next")).containsExactly("next-2", "next-1");
    assertThat(listed(" --task com.acme.Next --phase running")).containsExactly("next-2");
    assertThat(listed(" --limit 1")).containsExactly("other-1");
    assertThat(listed(" --workflow com.acme.Next")).isEmpty();
    assertThat(listed(" --launch-plan com.acme.Next")).isEmpty();
  }

  private List<String> listed(String more) {
    Outcome outcome = jflyte("executions -p flytesnacks -d development" + more);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out().lines().map(line -> line.replaceFirst(" .*", "")).toList();
  }

  @Test
  void ofAVersionThatIsNotThereTheLatestIsNamed() {
    register(tasks("tasks"), " --package-dir /app/*");

    assertThat(jflyte("run com.acme.Next -v 9 -p flytesnacks -d development --x 7").err())
        .contains("com.acme.Next, version 9, is not registered in project flytesnacks");
    assertThat(jflyte("run com.acme.Nxt -p flytesnacks -d development --x 7").err())
        .contains("did you mean com.acme.Next?");
  }

  @Test
  void whoeverSaysFlyte1IsToldThatItIsNone() {
    Outcome outcome = jflyte("executions -p flytesnacks -d development --flyte 1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(flyte.calls().total()).isZero();
  }

  @Test
  void whoeverSaysFlyte2NeedsNoProbe() {
    Outcome outcome = jflyte("executions -p flytesnacks -d development --flyte 2");

    assertThat(outcome.exitCode()).isZero();
    assertThat(flyte.calls().of("GetTaskDetails")).isZero();
    assertThat(flyte.calls().total()).isEqualTo(1);
  }

  @Test
  void whichFlyteAnswersIsFoundOutOnce() {
    assertThat(jflyte("executions -p flytesnacks -d development").exitCode()).isZero();

    assertThat(flyte.calls().of("GetTaskDetails")).isEqualTo(1);
    assertThat(flyte.calls().total()).isEqualTo(2);
  }

  @Test
  void flyte1IsNotAskedWhetherItIsFlyte2() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      environment.put("FLYTE_PLATFORM_URL", admin.endpoint());

      assertThat(jflyte("executions -p flytesnacks -d development").exitCode()).isZero();

      assertThat(admin.calls().total()).isEqualTo(1);
    }
  }

  @Test
  void aFlyteThatThereIsNotIsRefusedInTheSameWordsWhereverItIsNamed() {
    for (String command :
        List.of(
            "executions -p flytesnacks -d development",
            "run com.acme.Next -p flytesnacks -d development",
            "watch flytesnacks/development/next-1",
            "register workflows -p flytesnacks -d development -v 1 -cp " + tasks("tasks"),
            "serialize workflows -f target/none -cp " + tasks("tasks"),
            "explain -cp " + tasks("tasks"))) {
      Outcome flagged = jflyte(command + " --flyte 3");
      assertThat(flagged.exitCode()).as(command).isEqualTo(2);
      assertThat(flagged.err()).contains(": --flyte is 3: write 1 or 2, or leave it out\n");

      environment.put("FLYTE_PLATFORM_VERSION", "3");
      Outcome inEnvironment = jflyte(command);
      environment.remove("FLYTE_PLATFORM_VERSION");
      assertThat(inEnvironment.exitCode()).as(command).isEqualTo(2);
      assertThat(inEnvironment.err())
          .contains(": FLYTE_PLATFORM_VERSION is 3: write 1 or 2, or leave it out\n");
    }
    assertThat(flyte.calls().total()).isZero();
  }

  @Test
  void findingsAreThoseOfTheFlyteThatAnswers() {
    Path directory = folder.resolve("nowhere");
    TaskPackages.in(directory)
        .containerTraining(
            "Train",
            "TfJob.builder().worker(2)",
            "@Override public java.util.List<String> getArgs() {"
                + " return java.util.List.of(\"{{.taskTemplatePath}}\"); }")
        .build();

    Outcome outcome = register(directory, "");

    assertThat(outcome.err()).contains("[task-template-nowhere]");
  }

  @Test
  void aConfigurationOfFlyteadminIsNotSaidOfFlyte2() throws Exception {
    Path platform = Files.writeString(folder.resolve("platform.yaml"), "task_resources: {}");

    Outcome outcome = register(tasks("tasks"), " --package-dir /app/* --platform " + platform);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--platform is a configuration of flyteadmin, which Flyte 2 has not");
    assertThat(flyte.calls().of("DeployTask")).isZero();
  }
}
