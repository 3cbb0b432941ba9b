package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.ParameterMap;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jflyte register workflows} against a flyteadmin on loopback. */
final class RegisterTest {
  private static final String SUMMARY = "\\d+\\.\\d s";
  private static final String FINDING =
      "jflyte: (org\\.flytekitplugins\\.jflyte\\.golden\\.\\S+: warning |'jflyte explain' says ).*\n";
  private static final String EVERYTHING_REGISTERED =
      "13 tasks, 8 workflows, 12 launch plans registered in N s; 0 already there\n";

  @TempDir static Path shared;
  private static List<ProjectClosure> others;
  private static ProjectClosure golden;

  @TempDir Path home;
  private LocalFlyteAdmin admin;

  @BeforeAll
  static void preparePackages() {
    golden = GoldenPackage.closed("/app/*", null).closure();
    others = new OtherTeam(shared).closures("7", "the-latest");
  }

  @BeforeEach
  void startWithWhatOthersRegistered() {
    admin = LocalFlyteAdmin.start();
    others.forEach(closure -> OtherTeam.register(closure, admin));
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private static String[] words(
      String project, String domain, String version, Path directory, String... more) {
    String[] words = {
      "register",
      "workflows",
      "-p",
      project,
      "-d",
      domain,
      "-v",
      version,
      "-cp",
      directory.toString(),
      "--package-dir",
      "/app/*"
    };
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  private static String[] goldenWords(String... more) {
    String[] images = {
      "--image", GoldenPackage.IN_IMAGE,
      "--image", "gpu=" + GoldenPackage.GPU_IMAGE,
      "--image", "python=" + GoldenPackage.PYTHON_IMAGE
    };
    return words(
        "flytesnacks",
        "development",
        "v1",
        GoldenPackage.directory(),
        Stream.concat(Arrays.stream(images), Arrays.stream(more)).toArray(String[]::new));
  }

  private Jflyte jflyte() {
    return new Jflyte(home)
        .with("FLYTE_PLATFORM_URL", admin.endpoint())
        .with("FLYTE_PLATFORM_INSECURE", "true");
  }

  private Jflyte.Outcome register(
      String project, String domain, String version, Path directory, String... more) {
    return jflyte().run(words(project, domain, version, directory, more));
  }

  private Jflyte.Outcome registerGolden(String... more) {
    return jflyte().run(goldenWords(more));
  }

  /** The outcome without what the clock says, and what explain finds in the golden tasks. */
  private static Jflyte.Outcome timeless(Jflyte.Outcome outcome) {
    return new Jflyte.Outcome(
        outcome.exitCode(),
        outcome.out().replaceAll(SUMMARY, "N s"),
        outcome.err().replaceAll(FINDING, ""));
  }

  /** The golden package's part of what is registered. */
  private ProjectClosure registered() {
    return new ProjectClosure(
        admin.taskRequests().stream()
            .filter(task -> task.getId().getProject().equals("flytesnacks"))
            .sorted(Comparator.comparing(task -> task.getId().getName()))
            .toList(),
        admin.workflowRequests().stream()
            .filter(workflow -> workflow.getId().getProject().equals("flytesnacks"))
            .sorted(Comparator.comparing(workflow -> workflow.getId().getName()))
            .toList(),
        admin.launchPlanRequests().stream()
            .filter(plan -> plan.getId().getProject().equals("flytesnacks"))
            .sorted(Comparator.comparing(plan -> plan.getId().getName()))
            .toList());
  }

  private void assertRegistered() {
    assertThat(GoldenPackage.FILES.of(registered())).isEqualTo(GoldenPackage.FILES.of(golden));
  }

  @Test
  void everyEntityIsRegisteredAsTheGoldenFilesHaveIt() {
    assertThat(timeless(registerGolden()))
        .isEqualTo(new Jflyte.Outcome(0, EVERYTHING_REGISTERED, ""));

    assertRegistered();
  }

  @Test
  void registeringTwiceChangesNothing() {
    registerGolden();
    List<TaskCreateRequest> before = admin.taskRequests();

    assertThat(timeless(registerGolden()))
        .isEqualTo(new Jflyte.Outcome(0, "nothing to do: 33 already there\n", ""));

    assertThat(admin.taskRequests()).isEqualTo(before);
    assertRegistered();
  }

  @Test
  void aKilledRegistrationIsCompletedByTheNextRun() throws InterruptedException {
    int others = admin.tasks().size();
    admin.faults().latency(Duration.ofMillis(400));
    Jflyte.Running running = jflyte().start(goldenWords("--concurrency", "2"));
    while (admin.tasks().size() < others + 3 && running.process().isAlive()) {
      Thread.sleep(10);
    }
    running.process().destroyForcibly().waitFor();
    assertThat(registered().tasks()).hasSizeBetween(3, 10);
    admin.faults().none();

    Jflyte.Outcome outcome = registerGolden();

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
    assertThat(outcome.out()).doesNotContain("; 0 already there").contains("registered in");

    assertRegistered();
  }

  @Test
  void aThirdOfTheCallsMayFail() {
    admin.faults().fail(0.3, Status.Code.UNAVAILABLE, 42);

    assertThat(registerGolden()).extracting(Jflyte.Outcome::exitCode).isEqualTo(0);

    assertRegistered();
  }

  @Test
  void answersMayGetLost() {
    admin.faults().loseAnswers(0.3, Status.Code.UNAVAILABLE, 42);

    assertThat(registerGolden()).extracting(Jflyte.Outcome::exitCode).isEqualTo(0);

    assertRegistered();
  }

  @Test
  void theServerMayBeSilentForFiveSeconds() {
    admin.faults().answerNothingFor(Duration.ofSeconds(5));

    assertThat(registerGolden()).extracting(Jflyte.Outcome::exitCode).isEqualTo(0);

    assertRegistered();
  }

  @Test
  void aVersionThatIsTakenByOtherContentSaysWhatDiffersAndWhatIsMissing() {
    TestPackages first = BuiltPackages.in(home.resolve("first"));
    BuiltPackages.task(first, "Train", "public Train()", "");
    BuiltPackages.task(first, "Same");
    BuiltPackages.workflow(first, "Nightly", "builder.apply(\"train\", new Train());").build();
    TestPackages second = BuiltPackages.in(home.resolve("second"));
    BuiltPackages.task(
        second, "Train", "public Train()", "@Override public int getRetries() { return 3; }");
    BuiltPackages.task(second, "Same");
    BuiltPackages.workflow(second, "Nightly", "builder.apply(\"train\", new Train());");
    BuiltPackages.workflow(second, "Weekly", "builder.apply(\"train\", new Train());").build();
    register("p", "d", "1", home.resolve("first"), "--image", "i");

    assertThat(timeless(register("p", "d", "1", home.resolve("second"), "--image", "i")))
        .isEqualTo(
            new Jflyte.Outcome(
                1,
                "0 tasks, 0 workflows, 0 launch plans registered in N s; 1 already there, 1 failed,"
                    + " 4 not tried\n",
                """
                jflyte: task com.acme.Train: version 1 is registered with another content, which \
                never changes; register under a new version. What differs:
                  template.metadata.retries.retries: registered 0, here 3
                jflyte: workflow com.acme.Nightly, workflow com.acme.Weekly: not tried because \
                the task com.acme.Train is not registered
                jflyte: launch plan com.acme.Nightly: not tried because the workflow \
                com.acme.Nightly is not registered
                jflyte: launch plan com.acme.Weekly: not tried because the workflow \
                com.acme.Weekly is not registered
                """));
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndDoesNothing() {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(sources, "Train");
    BuiltPackages.workflow(sources, "Nightly", "builder.apply(\"train\", new Train());").build();

    assertThat(register("p", "d", "1", home.resolve("package"), "--image", "i", "--dry-run"))
        .isEqualTo(
            new Jflyte.Outcome(
                3,
                """
                task com.acme.Train: would be created
                workflow com.acme.Nightly: would be created
                launch plan com.acme.Nightly: would be created
                3 would be created, 0 already there, 0 with another content
                """,
                ""));
    assertThat(admin.tasks()).hasSize(2);
  }

  @Test
  void outputIsThereForMachines() {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(sources, "Train").build();

    assertThat(register("p", "d", "1", home.resolve("package"), "--image", "i", "-o", "json"))
        .extracting(outcome -> outcome.out().replaceAll("\"seconds\":[0-9.]+", "\"seconds\":0"))
        .isEqualTo(
            """
            {"complete":true,"seconds":0,"entities":[{"kind":"task","project":"p","domain":"d",\
            "name":"com.acme.Train","version":"1","outcome":"created"}],"findings":[]}
            """);
  }

  @Test
  void forMachinesNothingElseStandsThereWhatAPackagePrints() {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(
            sources,
            "Train",
            "public Train()",
            """
            private static final java.io.PrintStream LOG = System.out;
            static { LOG.println("is loaded"); }
            { System.out.println("is made"); }
            @Override public int getRetries() { LOG.println("is asked"); return 1; }
            """)
        .build();

    Jflyte.Outcome outcome =
        register("p", "d", "1", home.resolve("package"), "--image", "i", "-o", "json");

    assertThat(outcome.out().replaceAll("\"seconds\":[0-9.]+", "\"seconds\":0"))
        .isEqualTo(
            """
            {"complete":true,"seconds":0,"entities":[{"kind":"task","project":"p","domain":"d",\
            "name":"com.acme.Train","version":"1","outcome":"created"}],"findings":[]}
            """);
    assertThat(outcome.err().lines()).contains("is loaded", "is made", "is asked");
  }

  /** A package of a workflow without a launch plan of its own. */
  private Path nightly() {
    TestPackages sources = BuiltPackages.in(home.resolve("nightly"));
    BuiltPackages.task(sources, "Train");
    return BuiltPackages.workflow(sources, "Nightly", "builder.apply(\"train\", new Train());")
        .build();
  }

  @Test
  void everyWorkflowGetsALaunchPlanOfItsName() {
    Jflyte.Outcome outcome = register("p", "d", "1", nightly(), "--image", "i");

    assertThat(timeless(outcome).out())
        .as(outcome.err())
        .isEqualTo("1 task, 1 workflow, 1 launch plan registered in N s; 0 already there\n");
    assertThat(admin.launchPlanRequests())
        .filteredOn(plan -> plan.getId().getProject().equals("p"))
        .singleElement()
        .isEqualTo(
            LaunchPlanCreateRequest.newBuilder()
                .setId(nightlyId(ResourceType.LAUNCH_PLAN))
                .setSpec(
                    LaunchPlanSpec.newBuilder()
                        .setWorkflowId(nightlyId(ResourceType.WORKFLOW))
                        .setFixedInputs(LiteralMap.getDefaultInstance())
                        .setDefaultInputs(ParameterMap.getDefaultInstance()))
                .build());
  }

  private static Identifier nightlyId(ResourceType type) {
    return Identifier.newBuilder()
        .setResourceType(type)
        .setProject("p")
        .setDomain("d")
        .setName("com.acme.Nightly")
        .setVersion("1")
        .build();
  }

  @Test
  void defaultLaunchPlansCanBeDoneWithout() {
    Jflyte.Outcome outcome =
        register("p", "d", "1", nightly(), "--image", "i", "--no-default-launch-plans");

    assertThat(timeless(outcome).out())
        .as(outcome.err())
        .isEqualTo("1 task, 1 workflow, 0 launch plans registered in N s; 0 already there\n");
  }

  @Test
  void whatIsActivatedIsSaidWithWhatWasActiveBefore() {
    Path directory = nightly();
    String[] more = {"--image", "i", "--activate-launch-plans"};

    Jflyte.Outcome first = register("p", "d", "1", directory, more);
    Jflyte.Outcome second = register("p", "d", "2", directory, more);

    assertThat(timeless(first))
        .isEqualTo(
            new Jflyte.Outcome(
                0,
                """
                launch plan com.acme.Nightly: registered, version 1 activated, none was active before
                1 task, 1 workflow, 1 launch plan registered in N s; 0 already there, 1 activated
                """,
                ""));
    assertThat(timeless(second).out())
        .as(second.err())
        .isEqualTo(
            """
            launch plan com.acme.Nightly: registered, version 2 activated, version 1 was active before
            1 task, 1 workflow, 1 launch plan registered in N s; 0 already there, 1 activated
            """);
    assertThat(register("p", "d", "2", directory, more))
        .isEqualTo(new Jflyte.Outcome(0, "nothing to do: 3 already there\n", ""));
  }

  @Test
  void aDryRunTellsWhatWouldBeActivated() {
    Path directory = nightly();
    String[] more = {"--image", "i", "--activate-launch-plans", "--dry-run"};
    register("p", "d", "1", directory, "--image", "i", "--activate-launch-plans");

    assertThat(register("p", "d", "1", directory, more))
        .isEqualTo(
            new Jflyte.Outcome(
                0,
                """
                task com.acme.Train: already there
                workflow com.acme.Nightly: already there
                launch plan com.acme.Nightly: already there and active
                nothing to do: 3 already there
                """,
                ""));
    assertThat(register("p", "d", "2", directory, more))
        .isEqualTo(
            new Jflyte.Outcome(
                3,
                """
                task com.acme.Train: would be created
                workflow com.acme.Nightly: would be created
                launch plan com.acme.Nightly: would be created and activated; version 1 is active now
                3 would be created, 0 already there, 0 with another content, 1 would be activated
                """,
                ""));
  }

  @Test
  void machinesReadWhatIsActivatedToo() {
    Path directory = nightly();
    register("p", "d", "1", directory, "--image", "i", "--activate-launch-plans");
    String[] more = {"--image", "i", "--activate-launch-plans", "-o", "json"};

    Jflyte.Outcome plan =
        register(
            "p",
            "d",
            "2",
            directory,
            "--image",
            "i",
            "--activate-launch-plans",
            "--dry-run",
            "-o",
            "json");
    Jflyte.Outcome report = register("p", "d", "2", directory, more);

    String id =
        "{\"kind\":\"launch plan\",\"project\":\"p\",\"domain\":\"d\","
            + "\"name\":\"com.acme.Nightly\",\"version\":\"2\",";
    String activation = "\"activation\":{\"changed\":true,\"before\":\"1\"}}],\"findings\":[]}\n";
    assertThat(plan.out())
        .as(plan.err())
        .endsWith(id + "\"action\":\"create\",\"differences\":[],\"words\":[]," + activation);
    assertThat(report.out())
        .as(report.err())
        .endsWith(id + "\"outcome\":\"created\"," + activation);
    assertThat(register("p", "d", "2", directory, more).out())
        .endsWith(
            "\"outcome\":\"present\",\"activation\":{\"changed\":false,\"before\":\"2\"}}],"
                + "\"findings\":[]}\n");
  }

  @Test
  void everyLaunchPlanOfAPackageIsActivated() {
    Jflyte.Outcome outcome = registerGolden("--activate-launch-plans");

    assertThat(outcome.out()).as(outcome.err()).endsWith("; 0 already there, 12 activated\n");
    assertThat(admin.launchPlans())
        .filteredOn(plan -> plan.getId().getProject().equals("flytesnacks"))
        .hasSize(12)
        .allMatch(plan -> plan.getClosure().getState().name().equals("ACTIVE"));
  }

  @Test
  void versionsAreTakenThatFlyteTakes() {
    TestPackages sources = BuiltPackages.in(home.resolve("package"));
    BuiltPackages.task(sources, "Train").build();

    for (String version : List.of("feature/x+1:2", "100%", "a=b", "erste für heute")) {
      assertThat(register("p", "d", version, home.resolve("package"), "--image", "i"))
          .extracting(Jflyte.Outcome::exitCode)
          .isEqualTo(0);
      assertThat(register("p", "d", version, home.resolve("package"), "--image", "i", "--dry-run"))
          .extracting(Jflyte.Outcome::exitCode)
          .isEqualTo(0);
      assertThat(admin.tasks())
          .last()
          .extracting(task -> task.getId().getVersion())
          .isEqualTo(version);
    }
  }

  @Test
  void valuesAreRefusedBeforeAnythingIsLoaded() {
    Path nowhere = home.resolve("nowhere");

    assertRefused(register("", "d", "1", nowhere), "--project is empty: name the Flyte project");
    assertRefused(
        register("p", "", "1", nowhere), "--domain is empty: name one of the project's domains");
    assertRefused(
        register("p", "d", " ", nowhere),
        "--version is empty: name the version of everything in the package");
    assertRefused(
        register("p", "d", "1", nowhere, "--concurrency", "0"),
        "--concurrency is 0: give a number of 1 or more");
    assertRefused(
        register("p", "d", "1", nowhere, "--image", "=x"),
        "--image is \"=x\": write it as REF or NAME=REF");
    assertRefused(
        register("p", "d", "1", nowhere, "--image", "a b=x"),
        "--image is \"a b=x\", and nothing can be named \"a b\": use letters, digits, _ and - only");
    assertRefused(
        register("p", "d", "1", nowhere, "--image", "x", "--image", "y"),
        "--image is \"y\", but the image default is given already: give it once");
  }

  private static void assertRefused(Jflyte.Outcome outcome, String sentence) {
    assertThat(outcome)
        .isEqualTo(
            new Jflyte.Outcome(
                2,
                "",
                "jflyte register workflows: "
                    + sentence
                    + "\njflyte register workflows --help lists the options\n"));
  }

  @Test
  void anImageHasToBeAReference() {
    Jflyte.Outcome outcome =
        register("p", "d", "1", home.resolve("nowhere"), "--image", "bad image");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--image is \"bad image\", which is no reference of an image");
  }

  @Test
  void anImageOfTheEnvironmentHasToBeAReferenceUnlessAnotherIsGiven() {
    Path nowhere = home.resolve("nowhere");
    String[] words = {"serialize", "workflows", "-cp", nowhere.toString(), "-f", "protos"};
    String[] withImage =
        Stream.concat(Stream.of(words), Stream.of("--image", "app:1")).toArray(String[]::new);
    Jflyte jflyte = jflyte().with("FLYTE_INTERNAL_IMAGE", "My Image");

    assertThat(jflyte.run(words))
        .isEqualTo(
            new Jflyte.Outcome(
                2,
                "",
                "jflyte serialize workflows: FLYTE_INTERNAL_IMAGE is \"My Image\", which is no"
                    + " reference of an image: write it as registry/name:tag or name@sha256:...\n"
                    + "jflyte serialize workflows --help lists the options\n"));
    assertThat(jflyte.run(withImage).err()).contains("is not there");
  }

  @Test
  void helpIsThereForEachCommand() {
    Jflyte.Outcome outcome = jflyte().run("help", "register", "workflows");

    assertThat(outcome)
        .isEqualTo(jflyte().run("register", "workflows", "--help"))
        .extracting(Jflyte.Outcome::exitCode)
        .isEqualTo(0);
    assertThat(outcome.out()).contains("--activate-launch-plans");
  }
}
