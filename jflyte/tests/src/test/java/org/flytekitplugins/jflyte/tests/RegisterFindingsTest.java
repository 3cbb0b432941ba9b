package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code register} and {@code serialize} make of findings: errors stop them, warnings not. */
final class RegisterFindingsTest {
  private static final String JOB =
      "TfJob.builder().worker(w -> w.replicas(2).requests(r -> r.cpu(\"1\").memory(\"1Gi\")))";
  private static final String SPOT = "@Override public Boolean getInterruptible() { return true; }";
  private static final String UNVERSIONED = "@Override public boolean isCached() { return true; }";

  private static final String WARNING =
      "jflyte: com.acme.Train: warning getRetries(): is 0, and getInterruptible() is true: the first"
          + " node that is taken away fails the task for good [spot-without-retries]\n";
  private static final String ERROR =
      "jflyte: com.acme.Train: error getCacheVersion(): is not set, and isCached() is true: every"
          + " look into the cache fails [cache-without-version]";
  private static final String REMEDY =
      ": 'jflyte explain' says what to do about it, and --allow cache-without-version goes on all"
          + " the same\n";

  @TempDir Path home;
  private LocalFlyteAdmin admin;

  @BeforeEach
  void start() {
    admin = LocalFlyteAdmin.start();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private Path training(String members) {
    return TaskPackages.in(home.resolve("package"))
        .training("Train", JOB, "return x;", members)
        .build();
  }

  private Jflyte.Outcome register(Path directory, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("register", "workflows", "-p", "p", "-d", "development", "-v", "1", "-cp"));
    words.add(directory.toString());
    words.addAll(List.of("--image", "i:1"));
    words.addAll(Arrays.asList(more));
    return new Jflyte(home)
        .with("FLYTE_PLATFORM_URL", admin.endpoint())
        .with("FLYTE_PLATFORM_INSECURE", "true")
        .with("FLYTE_STAGING_LOCATION", home.resolve("staging").toUri().toString())
        .run(words.toArray(new String[0]));
  }

  @Test
  void warningsAreSaidInALineEachAndStopNothing() {
    Jflyte.Outcome outcome = register(training(SPOT));

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err())
        .isEqualTo(WARNING + "jflyte: 'jflyte explain' says what to do about it\n");
    assertThat(admin.taskRequests()).hasSize(1);
  }

  @Test
  void anErrorStopsItBeforeAnythingIsUploadedOrAsked() throws IOException {
    Path directory = training(SPOT + UNVERSIONED);

    Jflyte.Outcome outcome = register(directory, "-o", "json");

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err())
        .isEqualTo(ERROR + "\n" + WARNING + "jflyte: nothing is registered" + REMEDY);
    JsonNode document = new ObjectMapper().readTree(outcome.out());
    assertThat(document.get("complete").asBoolean()).isFalse();
    assertThat(document.get("entities")).isEmpty();
    assertThat(document.get("findings"))
        .extracting(finding -> finding.get("task").asText() + " " + finding.get("id").asText())
        .containsExactly(
            "com.acme.Train cache-without-version", "com.acme.Train spot-without-retries");

    assertThat(register(directory, "--dry-run"))
        .isEqualTo(new Jflyte.Outcome(4, "", outcome.err()));
    assertThat(admin.calls().total()).isZero();
    assertThat(home.resolve("staging")).doesNotExist();
  }

  @Test
  void whoeverAllowsAnErrorGoesOn() {
    Jflyte.Outcome outcome =
        register(
            training(UNVERSIONED), "--allow", "cache-without-version", "--allow", "no-workers");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err())
        .isEqualTo(ERROR + ", allowed\njflyte: 'jflyte explain' says what to do about it\n");
    assertThat(admin.taskRequests()).hasSize(1);
  }

  @Test
  void anIdThatThereIsNotIsAnsweredWithTheOneThatIsMeant() {
    assertThat(register(training(""), "--allow", "cache-without-verson"))
        .isEqualTo(
            new Jflyte.Outcome(
                2,
                "",
                "jflyte register workflows: --allow is \"cache-without-verson\", which is the id of"
                    + " no finding: name one that 'jflyte explain' shows, such as"
                    + " cache-without-version\n"
                    + "jflyte register workflows --help lists the options\n"));
  }

  @Test
  void whatIsLimitedHereIsRefusedHereOnly() {
    Path directory = training("");

    assertThat(register(directory, "--max-replicas", "1").exitCode()).isEqualTo(4);
    assertThat(register(directory).err()).isEmpty();
  }

  @Test
  void serializeWritesNothingEither() {
    Path directory = training(UNVERSIONED);
    Path files = home.resolve("files");

    assertThat(
            new Jflyte(home)
                .run(
                    "serialize",
                    "workflows",
                    "-cp",
                    directory.toString(),
                    "--image",
                    "i:1",
                    "--package-dir",
                    "/app/*",
                    "-f",
                    files.toString()))
        .isEqualTo(new Jflyte.Outcome(4, "", ERROR + "\njflyte: nothing is serialized" + REMEDY));
    assertThat(files).doesNotExist();
  }
}
