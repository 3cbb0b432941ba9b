package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.driver.WalkTest.gave;
import static org.flytekitplugins.jflyte.driver.WalkTest.inputs;

import com.google.protobuf.ByteString;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Workflow.NodeMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.PlayedAction;
import org.flytekitplugins.kubeflow.internal.JitteredPauses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The actions of a run of a played Flyte 2 that is behind a gateway with faults. */
@Timeout(60)
@SuppressWarnings("try") // watches are there to be closed
class Flyte2ActionsTest {
  private static final RunKey RUN = RunKey.of("digits", "development", "r1");
  private static final TaskKey TASK = TaskKey.of("digits", "development", "com.acme.Add", "v7");
  private static final JitteredPauses NO_PAUSES =
      new JitteredPauses(Duration.ofMillis(1), Duration.ofMillis(1));

  /** What a stream tells at first, in frames: the driver's own action, and that this was all. */
  private static final int SNAPSHOT = 2;

  private final LocalFlyte2 flyte = LocalFlyte2.start();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final BlockingQueue<RunActions.News> news = new LinkedBlockingQueue<>();
  private final BlockingQueue<RuntimeException> broken = new LinkedBlockingQueue<>();
  @TempDir private Path folder;
  private Gateway gateway;
  private Flyte2Client client;

  @BeforeEach
  void startARun() throws IOException {
    gateway = new Gateway(flyte.port());
    client =
        Flyte2Client.connect(
            AdminConfig.plaintext(gateway.endpoint()),
            null,
            RetryPolicy.of(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)),
            AdminListener.NONE);
    client.deployTask(TASK, spec()).join();
    var unused =
        client
            .createRun(
                RUN,
                TASK,
                LiteralMap.getDefaultInstance(),
                RunSettings.builder().labels(Map.of("team", "vision")).build())
            .join();
    flyte.executions().get(0).running();
  }

  @AfterEach
  void stop() {
    gateway.close();
    flyte.close();
  }

  @Test
  void streamsThatAreCutAreBegunAgainAsLongAsTheyAreHeard() throws Exception {
    gateway.cutStreamsAfter(SNAPSHOT + 1);
    Flyte2Actions actions = actions(2);
    actions.start(add("first"));

    try (RunActions.Watch watch = actions.watch(news::add, broken::add)) {
      while (gateway.calls("WatchForUpdates") < 6 && broken.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      flyte
          .executions()
          .get(1)
          .succeeded(LiteralMap.newBuilder().putLiterals("y", WalkTest.literal(4)).build());

      assertThat(broken).isEmpty();
      assertThat(end("first")).isEqualTo(gave(4));
      assertThat(said())
          .first()
          .asString()
          .startsWith("[jflyte] the stream of the run's actions is begun again (1 so far): Flyte 2")
          .contains("(the stream was cut before its end)");
    }
  }

  @Test
  void streamsThatAreCutBeforeAllIsToldAreGivenUp() throws Exception {
    gateway.cutStreamsAfter(1);
    Flyte2Actions actions = actions(3);
    actions.start(add("first"));

    try (RunActions.Watch watch = actions.watch(news::add, broken::add)) {
      assertThat(broken.take())
          .isInstanceOf(LaunchException.class)
          .hasMessageStartingWith("nothing can be heard of the run's actions any more: Flyte 2 at")
          .hasMessageContaining("(the stream was cut before its end)");
      assertThat(news).hasSize(3);
    }
  }

  @Test
  void newsThatCannotBeTakenAreNotAskedForForEver() throws Exception {
    Flyte2Actions actions = actions(3);
    actions.start(add("first"));

    try (RunActions.Watch watch =
        actions.watch(
            one -> {
              throw new IllegalStateException("no such action");
            },
            broken::add)) {
      assertThat(broken.take())
          .isInstanceOf(LaunchException.class)
          .hasMessageStartingWith("nothing can be heard of the run's actions any more: Flyte 2 at")
          .hasMessageEndingWith("no such action");
    }
  }

  @Test
  void anActionIsAskedOnceToEnd() {
    gateway.fail("Abort", 1000, 500, "internal");

    assertThatThrownBy(() -> actions(1).abort("first"))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("Flyte does not end it: Flyte 2 at");
    assertThat(gateway.calls("Abort")).isEqualTo(1);
  }

  @Test
  void whoHearsNothingForLongSaysOfWhatAndIsTriedAgain() throws Exception {
    gateway.fail("WatchForUpdates", 1000, 503, "unavailable");

    try (RunActions.Watch watch = actions(3).watch(news::add, broken::add)) {
      assertThat(broken.take())
          .isInstanceOf(LaunchException.class)
          .hasMessageStartingWith("nothing can be heard of the run's actions any more: Flyte 2 at")
          .hasMessageContaining("was not available for WatchForUpdates");
      assertThat(gateway.calls("WatchForUpdates")).isEqualTo(3);
    }
  }

  @Test
  void aWatchThatIsRefusedAtFirstIsRefusedForGood() throws Exception {
    gateway.fail("WatchForUpdates", 1000, 403, "permission_denied");

    try (RunActions.Watch watch = actions(3).watch(news::add, broken::add)) {
      assertThat(broken.take())
          .isInstanceOf(JflyteException.class)
          .hasMessageStartingWith("the run's actions cannot be watched: Flyte 2 at");
      assertThat(gateway.calls("WatchForUpdates")).isEqualTo(1);
    }
  }

  @Test
  void aWatchThatWasAllowedOnceIsTriedAgainWhenItIsRefused() throws Exception {
    gateway.cutStreamsAfter(SNAPSHOT);
    try (RunActions.Watch watch = actions(3).watch(news::add, broken::add)) {
      gateway.fail("WatchForUpdates", 2, 404, "unimplemented");
      int calls = gateway.calls("WatchForUpdates");
      while (gateway.calls("WatchForUpdates") < calls + 4 && broken.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(broken).isEmpty();

      gateway.fail("WatchForUpdates", 1000, 404, "unimplemented");
      assertThat(broken.take()).isInstanceOf(LaunchException.class);
    }
  }

  @Test
  void aFaultOfTheServerDoesNotTakeItsSettingsFromANode() {
    gateway.fail("GetRunDetails", 2, 500, "internal");
    gateway.fail("Enqueue", 2, 500, "unknown");

    actions(1).start(add("first"));

    PlayedAction first = flyte.executions().get(1).action().orElseThrow();
    assertThat(first.labels()).isEqualTo(Map.of("team", "vision"));
    assertThat(gateway.calls("GetRunDetails")).isEqualTo(3);
    assertThat(gateway.calls("Enqueue")).isEqualTo(3);
    assertThat(said()).isEmpty();
  }

  @Test
  void aServerThatGoesOnFailingStartsNothing() {
    gateway.fail("GetRunDetails", 1000, 500, "internal");

    assertThatThrownBy(() -> actions(1).start(add("first")))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("what run digits/development/r1 was asked for with cannot be read")
        .hasMessageEndingWith("answered GetRunDetails with INTERNAL: not now");
    assertThat(gateway.calls("GetRunDetails")).isEqualTo(3);
    assertThat(gateway.calls("Enqueue")).isZero();
  }

  @Test
  void aServerThatDoesNotKnowTheRunRunsNodesAllTheSameAndSaysSo() {
    gateway.fail("GetRunDetails", 1000, 404, "not_found");
    Flyte2Actions actions = actions(1);

    actions.start(add("first"));
    actions.start(add("second"));

    assertThat(flyte.executions()).hasSize(3);
    assertThat(gateway.calls("GetRunDetails")).isEqualTo(1);
    assertThat(said())
        .singleElement()
        .asString()
        .startsWith("[jflyte] nodes run without the labels, variables and other settings of the");
  }

  @Test
  void aRefusalIsNotAskedForAgain() {
    gateway.fail("Enqueue", 1000, 400, "invalid_argument");

    assertThatThrownBy(() -> actions(1).start(add("first")))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("action first cannot be started: Flyte 2 at");
    assertThat(gateway.calls("Enqueue")).isEqualTo(1);
  }

  @Test
  void inputsThatCannotBeWrittenAreTheStoragesFailure() throws IOException {
    Files.createFile(folder.resolve("run"));

    assertThatThrownBy(() -> actions(1).start(add("first")))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("the inputs of action first cannot be written: ");
    assertThat(flyte.executions()).hasSize(1);
  }

  private Flyte2Actions actions(int mostFailures) {
    DriverCalls calls = new DriverCalls(3, NO_PAUSES);
    return new Flyte2Actions(
        client,
        calls,
        new DriverPod(RUN.root(), folder.resolve("run").toUri().toString(), Map.of()),
        BlobStore.of(Map.of()),
        new TaskSpecs(client, calls),
        new ReplicaConsole(new PrintStream(said, true, StandardCharsets.UTF_8), ""),
        new Flyte2Actions.Patience(Duration.ofSeconds(10), mostFailures, NO_PAUSES));
  }

  private static ByteString spec() {
    return TaskSpec.newBuilder()
        .setTemplate(TaskTemplate.newBuilder().setId(id()).setType("container"))
        .build()
        .toByteString();
  }

  private static Identifier id() {
    return Identifier.newBuilder()
        .setResourceType(ResourceType.TASK)
        .setProject(TASK.project())
        .setDomain(TASK.domain())
        .setName(TASK.name())
        .setVersion(TASK.version())
        .build();
  }

  private static NodeAction add(String name) {
    return new NodeAction(
        name, List.of(name), id(), NodeMetadata.getDefaultInstance(), false, inputs(3));
  }

  private ActionState end(String action) throws InterruptedException {
    while (true) {
      RunActions.News one = news.take();
      assertThat(one.action()).isEqualTo(action);
      ActionState state = one.state().get();
      if (!(state instanceof ActionState.Running)) {
        return state;
      }
    }
  }

  private List<String> said() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
