package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
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
import java.util.function.Supplier;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.flyte2.DeployedTask;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.testing.Faults;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every command that asks a Flyte, where that is guarded, busy, silent or absent. */
@Timeout(120)
class FlyteTroubleTest {
  private static final LiteralMap EIGHT = PlayedCluster.number("o", 8);

  /** Of three executions: one that runs, one that is done, one that has failed. */
  private static final List<String> OF_BOTH =
      List.of(
          "run com.acme.Train --i 3",
          "run com.acme.Train -v 1 --i 3",
          "watch done",
          "abort runs",
          "outputs done",
          "executions",
          "relaunch done",
          "logs done");

  private static final List<String> OF_FLYTE_1 =
      List.of(
          "run com.acme.Nightly --i 3",
          "recover failed",
          "launchplan activate com.acme.Nightly",
          "launchplan deactivate com.acme.Nightly",
          "launchplan list");

  /** A command, for one of them. */
  record Asked(int flyte, String command) {
    /** What that Flyte is called in sentences. */
    String words() {
      return flyte == 1 ? "flyteadmin" : "Flyte 2";
    }

    @Override
    public String toString() {
      return "Flyte " + flyte + ": " + command;
    }
  }

  @SuppressWarnings("UnusedVariable") // JUnit reads it
  private static final List<Asked> COMMANDS = commands();

  private static List<Asked> commands() {
    List<Asked> all = new ArrayList<>();
    OF_FLYTE_1.forEach(command -> all.add(new Asked(1, command)));
    OF_BOTH.forEach(command -> all.add(new Asked(1, command)));
    OF_BOTH.forEach(command -> all.add(new Asked(2, command)));
    return all;
  }

  /** One of them that listens. */
  private record Server(
      String endpoint, Faults faults, Supplier<List<Map<String, String>>> tokenRequests) {}

  @TempDir Path home;

  private final List<AutoCloseable> open = new ArrayList<>();

  private Server start(Asked asked, boolean guarded) {
    return asked.flyte() == 1 ? startFlyte1(guarded) : startFlyte2(guarded);
  }

  private Server startFlyte1(boolean guarded) {
    LocalFlyteAdmin.Builder builder = LocalFlyteAdmin.builder();
    PlayedCluster cluster =
        new PlayedCluster(
            guarded
                ? builder.requireToken(PlayedCluster.TOKEN).client("robot", "s3cr3t")
                : builder);
    open.add(cluster);
    Execution runs = cluster.started("runs");
    Execution done = cluster.started("done");
    cluster.played().node("train").queued().running(PlayedCluster.number("i", 3)).succeeded(EIGHT);
    cluster.played().succeeded(EIGHT);
    Execution failed = cluster.started("failed");
    cluster.played().failed(PlayedCluster.error("worker-1 failed: no"));
    assertThat(List.of(runs, done, failed)).doesNotContainNull();
    return new Server(
        cluster.admin.endpoint(), cluster.admin.faults(), cluster.admin::tokenRequests);
  }

  private Server startFlyte2(boolean guarded) {
    LocalFlyte2.Builder builder = LocalFlyte2.builder();
    LocalFlyte2 flyte =
        (guarded ? builder.requireToken(PlayedCluster.TOKEN).client("robot", "s3cr3t") : builder)
            .start();
    open.add(flyte);
    AdminConfig config = AdminConfig.plaintext(flyte.endpoint());
    Flyte2Client client =
        Flyte2Client.connect(
            config,
            () -> AccessToken.of("Bearer", PlayedCluster.TOKEN, null),
            RetryPolicy.of(config),
            AdminListener.NONE);
    TaskKey train = TaskKey.of("flytesnacks", "development", "com.acme.Train", "1");
    client.deployTask(train, DeployedTask.of(template(), Map.of()).toSpec()).join();
    for (String name : List.of("runs", "done", "failed")) {
      var unused =
          client
              .createRun(
                  RunKey.of("flytesnacks", "development", name),
                  train,
                  PlayedCluster.number("i", 3),
                  RunSettings.builder().build())
              .join();
    }
    flyte.executions().get(0).running();
    flyte.executions().get(1).running().succeeded(EIGHT);
    flyte.executions().get(2).running().failed(PlayedCluster.error("worker-1 failed: no"));
    return new Server(flyte.endpoint(), flyte.faults(), flyte::tokenRequests);
  }

  private static TaskTemplate template() {
    VariableMap.Builder inputs = VariableMap.newBuilder();
    inputs.putVariables(
        "i",
        Variable.newBuilder()
            .setType(LiteralType.newBuilder().setSimple(SimpleType.INTEGER))
            .build());
    return TaskTemplate.newBuilder()
        .setType("container")
        .setInterface(TypedInterface.newBuilder().setInputs(inputs))
        .build();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** A command as somebody gives it who has a configuration of Flyte. */
  private Outcome jflyte(Asked asked, String more, String endpoint, String admin)
      throws IOException {
    Path config =
        Files.writeString(
            home.resolve("config.yaml"),
            "admin:\n  endpoint: " + endpoint + "\n  insecure: true\n" + admin);
    List<String> words = new ArrayList<>(Arrays.asList((asked.command() + more).split(" ", -1)));
    words.addAll(List.of("-p", "flytesnacks", "-d", "development"));
    return PlayedCluster.run(
        Map.of(
            "HOME",
            home.toString(),
            "FLYTECTL_CONFIG",
            config.toString(),
            "FLYTE_PLATFORM_VERSION",
            Integer.toString(asked.flyte())),
        words.toArray(new String[0]));
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void aTokenIsGotForClientCredentials(Asked asked) throws IOException {
    Server server = start(asked, /* guarded= */ true);
    Path secret = Files.writeString(home.resolve("secret"), "s3cr3t\n");

    Outcome outcome =
        jflyte(
            asked,
            "",
            server.endpoint(),
            "  authType: ClientSecret\n  clientId: robot\n  clientSecretLocation: "
                + secret
                + "\n");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("refused");
    assertThat(server.tokenRequests().get()).hasSize(1);
    assertThat(jflyte(asked, "", server.endpoint(), ""))
        .satisfies(
            without -> {
              assertThat(without.exitCode()).isEqualTo(1);
              assertThat(without.err().lines())
                  .singleElement()
                  .asString()
                  .startsWith("jflyte: " + asked.words() + " at " + server.endpoint() + " refused ")
                  .contains("no token was sent");
            });
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void machinesGetOneDocumentOfEach(Asked asked) throws IOException {
    Server server = start(asked, /* guarded= */ false);

    Outcome outcome = jflyte(asked, " -o json", server.endpoint(), "");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    try (JsonParser json = new JsonFactory().createParser(outcome.out())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      json.skipChildren();
      assertThat(json.nextToken()).isNull();
    }
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void whatIsNotAvailableForAWhileIsAskedAgain(Asked asked) throws IOException {
    Server server = start(asked, /* guarded= */ false);
    var unused = server.faults().failNext(2, Code.UNAVAILABLE);

    Outcome outcome =
        jflyte(asked, "", server.endpoint(), "  maxRetries: 3\n  maxBackoffDelay: 10ms\n");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err().lines())
        .first()
        .asString()
        .matches(
            "jflyte: \\w+ failed \\(injected by LocalFlyteAdmin\\): trying again in .*, 2 of 3");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void whatStaysSilentIsSaidToAndNothingIsDone(Asked asked) throws IOException {
    Server server = start(asked, /* guarded= */ false);
    var unused = server.faults().answerNothingFor(Duration.ofMinutes(1));

    Outcome outcome =
        jflyte(
            asked,
            "",
            server.endpoint(),
            "  maxRetries: 2\n  perRetryTimeout: 100ms\n  maxBackoffDelay: 10ms\n");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .matches(
            "jflyte: "
                + asked.words()
                + " at "
                + server.endpoint()
                + " did not answer \\w+ within 0.1 s, at 2 tries: look at the server and at the"
                + " network, or try again"
                + end(asked.command()));
  }

  // What is not known then, and what is to be done.
  private static String end(String command) {
    if (command.startsWith("watch")) {
      return "; the execution may run on, and is shown by: jflyte watch"
          + " flytesnacks/development/done";
    }
    return command.startsWith("re")
        ? "; execution flytesnacks/development/f\\w+ may have been started all the same"
        : "";
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void whereNothingListensIsSaid(Asked asked) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    Outcome outcome =
        jflyte(asked, "", "dns:///127.0.0.1:" + port, "  maxRetries: 2\n  maxBackoffDelay: 10ms\n");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("jflyte: nothing listens at ")
        .contains("127.0.0.1:" + port, "FLYTE_PLATFORM_URL", "whether the server runs")
        .contains(asked.words() + " should be");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void whatKnowsNoMethodIsNotThatFlyte(Asked asked) throws IOException {
    // Each is to the other one's client a server that answers 404, or UNIMPLEMENTED.
    Server server = start(new Asked(3 - asked.flyte(), ""), /* guarded= */ false);

    Outcome outcome =
        jflyte(asked, "", server.endpoint(), "  maxRetries: 2\n  maxBackoffDelay: 10ms\n");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).last().asString().startsWith("jflyte: what ");
  }
}
