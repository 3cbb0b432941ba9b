package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.Tasks.TaskTemplate;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.client.internal.flyte2.Fields;
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
  void aFlyteThatThereIsNotIsRefused() {
    Outcome outcome = jflyte("executions -p flytesnacks -d development --flyte 3");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--flyte is 3: write 1 or 2, or leave it out");
  }
}
