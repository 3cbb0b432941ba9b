package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status.Code;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every command that asks flyteadmin, where that is guarded, busy, silent or absent. */
@Timeout(120)
class FlyteadminTroubleTest {
  private static final LiteralMap EIGHT = PlayedCluster.number("o", 8);

  /** Of three executions: one that runs, one that is done, one that has failed. */
  @SuppressWarnings("UnusedVariable") // JUnit reads it
  private static final List<String> COMMANDS =
      List.of(
          "run com.acme.Nightly --i 3",
          "run com.acme.Nightly -v 1 --i 3",
          "run com.acme.Train --i 3",
          "watch done",
          "abort runs",
          "outputs done",
          "executions",
          "relaunch done",
          "recover failed",
          "logs done",
          "launchplan activate com.acme.Nightly",
          "launchplan deactivate com.acme.Nightly",
          "launchplan list");

  @TempDir Path home;

  private PlayedCluster cluster;

  private void start(LocalFlyteAdmin.Builder builder) {
    cluster = new PlayedCluster(builder);
    Execution runs = cluster.started("runs");
    Execution done = cluster.started("done");
    cluster.played().node("train").queued().running(PlayedCluster.number("i", 3)).succeeded(EIGHT);
    cluster.played().succeeded(EIGHT);
    Execution failed = cluster.started("failed");
    cluster.played().failed(PlayedCluster.error("worker-1 failed: no"));
    assertThat(List.of(runs, done, failed)).doesNotContainNull();
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** A command as somebody gives it who has a configuration of Flyte. */
  private Outcome jflyte(String command, String endpoint, String admin) throws IOException {
    Path config =
        Files.writeString(
            home.resolve("config.yaml"),
            "admin:\n  endpoint: " + endpoint + "\n  insecure: true\n" + admin);
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
    words.addAll(List.of("-p", "flytesnacks", "-d", "development"));
    return PlayedCluster.run(
        Map.of("HOME", home.toString(), "FLYTECTL_CONFIG", config.toString()),
        words.toArray(new String[0]));
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void aTokenIsGotForClientCredentials(String command) throws IOException {
    start(LocalFlyteAdmin.builder().requireToken(PlayedCluster.TOKEN).client("robot", "s3cr3t"));
    Path secret = Files.writeString(home.resolve("secret"), "s3cr3t\n");

    Outcome outcome =
        jflyte(
            command,
            cluster.admin.endpoint(),
            "  authType: ClientSecret\n  clientId: robot\n  clientSecretLocation: "
                + secret
                + "\n");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("refused");
    assertThat(cluster.admin.tokenRequests()).hasSize(1);
    assertThat(jflyte(command, cluster.admin.endpoint(), ""))
        .satisfies(
            without -> {
              assertThat(without.exitCode()).isEqualTo(1);
              assertThat(without.err().lines())
                  .singleElement()
                  .asString()
                  .startsWith("jflyte: flyteadmin at " + cluster.admin.endpoint() + " refused ")
                  .contains("no token was sent");
            });
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void machinesGetOneDocumentOfEach(String command) throws IOException {
    start(LocalFlyteAdmin.builder());

    Outcome outcome = jflyte(command + " -o json", cluster.admin.endpoint(), "");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    try (JsonParser json = new JsonFactory().createParser(outcome.out())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      json.skipChildren();
      assertThat(json.nextToken()).isNull();
    }
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void whatIsNotAvailableForAWhileIsAskedAgain(String command) throws IOException {
    start(LocalFlyteAdmin.builder());
    var unused = cluster.admin.faults().failNext(2, Code.UNAVAILABLE);

    Outcome outcome =
        jflyte(command, cluster.admin.endpoint(), "  maxRetries: 3\n  maxBackoffDelay: 10ms\n");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err().lines())
        .first()
        .asString()
        .matches(
            "jflyte: \\w+ failed \\(injected by LocalFlyteAdmin\\): trying again in .*, 2 of 3");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void whatStaysSilentIsSaidToAndNothingIsDone(String command) throws IOException {
    start(LocalFlyteAdmin.builder());
    var unused = cluster.admin.faults().answerNothingFor(Duration.ofMinutes(1));

    Outcome outcome =
        jflyte(
            command,
            cluster.admin.endpoint(),
            "  maxRetries: 2\n  perRetryTimeout: 100ms\n  maxBackoffDelay: 10ms\n");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .matches(
            "jflyte: flyteadmin at "
                + cluster.admin.endpoint()
                + " did not answer \\w+ within 0.1 s, at 2 tries: look at the server and at the"
                + " network, or try again"
                + end(command));
  }

  // What is not known then, and what is to be done.
  private static String end(String command) {
    if (command.startsWith("watch")) {
      return "; the execution may run on, and is shown by: jflyte watch flytesnacks/development/done";
    }
    return command.startsWith("re")
        ? "; execution flytesnacks/development/f\\w+ may have been started all the same"
        : "";
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void whereNothingListensIsSaid(String command) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    Outcome outcome =
        jflyte(command, "dns:///127.0.0.1:" + port, "  maxRetries: 2\n  maxBackoffDelay: 10ms\n");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("jflyte: nothing listens at ")
        .contains("127.0.0.1:" + port, "FLYTE_PLATFORM_URL", "whether the server runs");
  }
}
