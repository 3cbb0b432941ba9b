package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.testing.TestPackages;
import org.flytekitplugins.localflyteadmin.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jflyte register workflows} against a flyteadmin on loopback. */
final class RegisterTest {
  private static final String SUMMARY = "\\d+\\.\\d s";

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

  /** The outcome without what the clock says. */
  private static Jflyte.Outcome timeless(Jflyte.Outcome outcome) {
    return new Jflyte.Outcome(
        outcome.exitCode(), outcome.out().replaceAll(SUMMARY, "N s"), outcome.err());
  }

  private static String summary(int alreadyThere) {
    return "13 tasks, 8 workflows, 12 launch plans registered in N s; "
        + alreadyThere
        + " already there\n";
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
    assertThat(timeless(registerGolden())).isEqualTo(new Jflyte.Outcome(0, summary(0), ""));

    assertRegistered();
  }

  @Test
  void registeringTwiceChangesNothing() {
    registerGolden();
    List<TaskCreateRequest> before = admin.taskRequests();

    assertThat(timeless(registerGolden())).isEqualTo(new Jflyte.Outcome(0, summary(33), ""));

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
    assertThat(outcome.out()).doesNotContain("; 0 already there").doesNotContain("; 33 already");

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
    TestPackages first = Packages.in(home.resolve("first"));
    Packages.task(first, "Train", "public Train()", "");
    Packages.task(first, "Same");
    Packages.workflow(first, "Nightly", "builder.apply(\"train\", new Train());").build();
    TestPackages second = Packages.in(home.resolve("second"));
    Packages.task(
        second, "Train", "public Train()", "@Override public int getRetries() { return 3; }");
    Packages.task(second, "Same");
    Packages.workflow(second, "Nightly", "builder.apply(\"train\", new Train());");
    Packages.workflow(second, "Weekly", "builder.apply(\"train\", new Train());").build();
    register("p", "d", "1", home.resolve("first"), "--image", "i");

    assertThat(timeless(register("p", "d", "1", home.resolve("second"), "--image", "i")))
        .isEqualTo(
            new Jflyte.Outcome(
                1,
                "1 task, 0 workflows, 0 launch plans registered in N s; 1 already there, 1 failed,"
                    + " 2 not tried\n",
                """
                jflyte: task com.acme.Train: version 1 is registered with another content, which \
                never changes; register under a new version. What differs:
                  template.metadata.retries.retries: registered 0, here 3
                jflyte: workflow com.acme.Nightly, workflow com.acme.Weekly: not tried because \
                the task com.acme.Train is not registered
                """));
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndDoesNothing() {
    TestPackages sources = Packages.in(home.resolve("package"));
    Packages.task(sources, "Train");
    Packages.workflow(sources, "Nightly", "builder.apply(\"train\", new Train());").build();

    assertThat(register("p", "d", "1", home.resolve("package"), "--image", "i", "--dry-run"))
        .isEqualTo(
            new Jflyte.Outcome(
                3,
                """
                task com.acme.Train: would be created
                workflow com.acme.Nightly: would be created
                2 would be created, 0 already there, 0 with another content
                """,
                ""));
    assertThat(admin.tasks()).hasSize(2);
  }

  @Test
  void outputIsThereForMachines() {
    TestPackages sources = Packages.in(home.resolve("package"));
    Packages.task(sources, "Train").build();

    assertThat(register("p", "d", "1", home.resolve("package"), "--image", "i", "-o", "json"))
        .extracting(outcome -> outcome.out().replaceAll("\"seconds\":[0-9.]+", "\"seconds\":0"))
        .isEqualTo(
            """
            {"complete":true,"seconds":0,"entities":[{"kind":"task","project":"p","domain":"d",\
            "name":"com.acme.Train","version":"1","outcome":"created"}]}
            """);
  }

  @Test
  void launchPlansAreActivatedIfAskedFor() {
    registerGolden("--activate-launch-plans");

    assertThat(admin.launchPlans())
        .filteredOn(plan -> plan.getId().getProject().equals("flytesnacks"))
        .hasSize(12)
        .allMatch(plan -> plan.getClosure().getState().name().equals("ACTIVE"));
  }

  @Test
  void aDryRunTellsOfLaunchPlansThatWouldBeActivated() {
    registerGolden();

    Jflyte.Outcome outcome = registerGolden("--dry-run", "--activate-launch-plans");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.out())
        .endsWith(
            "0 would be created, 21 already there, 0 with another content, 12 would be activated\n");
    assertThat(registerGolden("--dry-run")).extracting(Jflyte.Outcome::exitCode).isEqualTo(0);
  }

  @Test
  void valuesAreRefusedBeforeAnythingIsLoaded() {
    Path nowhere = home.resolve("nowhere");

    assertRefused(register("", "d", "1", nowhere), "--project is empty: name the Flyte project");
    assertRefused(
        register("p", "", "1", nowhere), "--domain is empty: name one of the project's domains");
    assertRefused(
        register("p", "d", "2/x", nowhere),
        "--version is \"2/x\", which Flyte cannot have in a URL: use letters, digits, and - _ . ~"
            + " only");
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
  void helpIsThereForEachCommand() {
    Jflyte.Outcome outcome = jflyte().run("help", "register", "workflows");

    assertThat(outcome)
        .isEqualTo(jflyte().run("register", "workflows", "--help"))
        .extracting(Jflyte.Outcome::exitCode)
        .isEqualTo(0);
    assertThat(outcome.out()).contains("--activate-launch-plans");
  }
}
