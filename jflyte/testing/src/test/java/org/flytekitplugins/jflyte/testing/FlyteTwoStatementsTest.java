package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Tasks.TaskTemplate;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.flyte2.ActionAttempt;
import org.flytekitplugins.client.internal.flyte2.ActionDetails;
import org.flytekitplugins.client.internal.flyte2.ActionError;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.ActionPhase;
import org.flytekitplugins.client.internal.flyte2.ActionUpdate;
import org.flytekitplugins.client.internal.flyte2.DeployedTask;
import org.flytekitplugins.client.internal.flyte2.Fields;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.NewAction;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.client.internal.flyte2.UpdateListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a Flyte 2 (flyteorg/flyte 6fadb90d) was seen to do, the played one does. */
@Timeout(60)
class FlyteTwoStatementsTest {
  private static final TaskKey TASK =
      TaskKey.of("flytesnacks", "development", "com.acme.Train", "1");
  private static final RunKey RUN = RunKey.of("flytesnacks", "development", "r1");
  private static final RunSettings SETTINGS = RunSettings.builder().build();
  private static final LiteralMap NOTHING = LiteralMap.getDefaultInstance();

  private final LocalFlyte2 flyte = LocalFlyte2.builder().projects("flytesnacks").start();
  private final Flyte2Client client =
      Flyte2Client.connect(AdminConfig.plaintext(flyte.endpoint()).withFlyte(2));

  @AfterEach
  void stop() {
    flyte.close();
  }

  private static ByteString spec(String type) {
    TaskTemplate template = TaskTemplate.newBuilder().setType(type).build();
    return Fields.builder().message(1, template).text(3, "Train").build().toByteString();
  }

  private PlayedExecution start() {
    client.deployTask(TASK, spec("container")).join();
    client.createRun(RUN, TASK, NOTHING, SETTINGS).join();
    return flyte.executions().get(0).running();
  }

  private static AdminException refusal(CompletableFuture<?> call) {
    return (AdminException) catchThrowable(call::join).getCause();
  }

  private int httpCode(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + flyte.port() + path))
            .header("Content-Type", "application/grpc")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void methodsOfFlyte1AreAnsweredWith404() throws Exception {
    assertThat(httpCode("/flyteidl.service.AdminService/GetVersion")).isEqualTo(404);
    assertThat(httpCode("/healthz")).isEqualTo(200);
    assertThat(httpCode("/readyz")).isEqualTo(200);
  }

  @Test
  void aTaskComesBackByteForByte() {
    ByteString spec =
        spec("tensorflow").concat(Fields.builder().text(99, "x").build().toByteString());

    client.deployTask(TASK, spec).join();

    assertThat(client.taskSpec(TASK).join()).contains(spec);
  }

  @Test
  void aVersionThatIsThereIsOverwrittenSilently() {
    client.deployTask(TASK, spec("container")).join();
    client.deployTask(TASK, spec("tensorflow")).join();

    assertThat(client.taskSpec(TASK).join()).contains(spec("tensorflow"));
  }

  @Test
  void aProjectThatIsNotThereIs404() {
    TaskKey elsewhere = TaskKey.of("nowhere", "development", "t", "1");

    RunKey run = RunKey.of("nowhere", "development", "r1");

    assertThat(refusal(client.deployTask(elsewhere, spec("container"))).code())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal(client.createRun(run, TASK, NOTHING, SETTINGS)).code())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void theNameOfARunIsADnsLabelOfAtMost30() {
    client.deployTask(TASK, spec("container")).join();

    for (String name : List.of("a".repeat(31), "1a", "A", "a-", "a_b")) {
      RunKey run = RunKey.of("flytesnacks", "development", name);
      assertThat(refusal(client.createRun(run, TASK, NOTHING, SETTINGS)).code())
          .as(name)
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    client
        .createRun(RunKey.of("flytesnacks", "development", "a".repeat(30)), TASK, NOTHING, SETTINGS)
        .join();
  }

  @Test
  void aTaskThatIsNotThereCannotBeStarted() {
    AdminException refusal = refusal(client.createRun(RUN, TASK, NOTHING, SETTINGS));

    assertThat(refusal.words()).isEqualTo("task not found");
  }

  @Test
  void aNameIsOfOneRunOnly() {
    PlayedExecution unused = start();

    AdminException refusal = refusal(client.createRun(RUN, TASK, NOTHING, SETTINGS));

    assertThat(refusal.words()).isEqualTo("run r1 already exists");
    assertThat(flyte.executions()).hasSize(1);
  }

  @Test
  void inputsAreComparedWithNothing() {
    TaskTemplate template =
        TaskTemplate.newBuilder()
            .setInterface(
                TypedInterface.newBuilder()
                    .setInputs(
                        VariableMap.newBuilder().putVariables("x", Variable.getDefaultInstance())))
            .build();
    client.deployTask(TASK, Fields.builder().message(1, template).build().toByteString()).join();

    client.createRun(RUN, TASK, NOTHING, SETTINGS).join();

    assertThat(flyte.executions()).hasSize(1);
  }

  @Test
  void anInputThatNobodyHasGivenIsTheDefaultOfTheTask() {
    Literal seven = integer(7);
    Parameter parameter = Parameter.newBuilder().setDefault(seven).build();
    DeployedTask task = DeployedTask.of(TaskTemplate.getDefaultInstance(), Map.of("x", parameter));
    client.deployTask(TASK, task.toSpec()).join();

    client.createRun(RUN, TASK, NOTHING, SETTINGS).join();
    LiteralMap given = LiteralMap.newBuilder().putLiterals("x", integer(8)).build();
    RunKey other = RunKey.of("flytesnacks", "development", "r2");
    client.createRun(other, TASK, given, SETTINGS).join();

    assertThat(client.data(RUN.root()).join().inputs().getLiteralsMap()).containsEntry("x", seven);
    assertThat(client.data(other.root()).join().inputs()).isEqualTo(given);
  }

  private static Literal integer(long value) {
    return Literal.newBuilder()
        .setScalar(Scalar.newBuilder().setPrimitive(Primitive.newBuilder().setInteger(value)))
        .build();
  }

  @Test
  void whatARunWasAskedForWithIsTold() {
    client.deployTask(TASK, spec("container")).join();
    RunSettings settings =
        RunSettings.builder()
            .labels(Map.of("team", "vision"))
            .environment(Map.of("LEVEL", "9"))
            .interruptible(false)
            .build();

    client.createRun(RUN, TASK, NOTHING, settings).join();

    assertThat(client.runSpec(RUN).join()).isEqualTo(settings.toMessage());
  }

  @Test
  void theActionARunBeginsWithIsA0AndHasItsPhases() {
    PlayedExecution run = start();
    assertThat(client.action(RUN.root()).join().phase()).isEqualTo(ActionPhase.RUNNING);

    run.succeeded(NOTHING);

    ActionDetails end = client.action(RUN.root()).join();
    assertThat(end.id().name()).isEqualTo("a0");
    assertThat(end.phase()).isEqualTo(ActionPhase.SUCCEEDED);
    assertThat(end.task()).isEqualTo(TASK);
    assertThat(end.end()).isNotNull();
    assertThat(end.duration()).isNotNull();
  }

  @Test
  void theErrorOfAnAttemptThatWasTriedAgainIsShownNowhere() {
    PlayedExecution run = start();
    PlayedNode node = run.node("a0").running();
    Identifier task = Identifier.newBuilder().setName("com.acme.Train").build();
    node.task(task, 0).running().failed(error("first"));
    node.task(task, 1).running().failed(error("second"));
    node.failed(error("second"));
    run.failed(error("second"));

    ActionDetails end = client.action(RUN.root()).join();
    assertThat(end.error()).isEqualTo(ActionError.of("second", ActionError.Kind.USER));
    assertThat(end.attempts())
        .extracting(ActionAttempt::number, ActionAttempt::error)
        .containsExactly(tuple(1, null), tuple(2, ActionError.of("second", ActionError.Kind.USER)));
  }

  private static ExecutionError error(String words) {
    return ExecutionError.newBuilder()
        .setMessage(words)
        .setKind(ExecutionError.ErrorKind.USER)
        .build();
  }

  @Test
  void inputsAndOutputsAreWhereFlyte2PutsThem() throws Exception {
    PlayedExecution run = start();
    assertThat(client.data(RUN.root()).join().outputsUri()).isEmpty();

    run.succeeded(NOTHING);

    var data = client.data(RUN.root()).join();
    assertThat(data.inputsUri()).endsWith("/flytesnacks/development/r1/inputs/inputs.pb");
    assertThat(Path.of(URI.create(data.inputsUri()))).exists();
    assertThat(data.outputsUri())
        .matches(".*/[0-9a-z]{2}/flytesnacks/development/r1/a0/1/outputs\\.pb");
    assertThat(Files.exists(Path.of(URI.create(data.outputsUri())))).isTrue();
  }

  @Test
  void whatPodsFindInTheirEnvironmentIsFlyte2s() {
    client.deployTask(TASK, spec("container")).join();
    RunSettings settings = RunSettings.builder().environment(Map.of("LEVEL", "9")).build();
    client.createRun(RUN, TASK, NOTHING, settings).join();

    assertThat(flyte.executions().get(0).action().orElseThrow().environment())
        .containsEntry("ACTION_NAME", "a0")
        .containsEntry("RUN_NAME", "r1")
        .hasEntrySatisfying(
            "_U_RUN_BASE",
            base -> assertThat(base).startsWith("file:").endsWith("/flytesnacks/development/r1"))
        .containsEntry("_U_EP_OVERRIDE", flyte.endpoint())
        .containsEntry("_U_INSECURE", "true")
        .containsEntry("FLYTE_INTERNAL_PROJECT", "flytesnacks")
        .containsEntry("FLYTE_INTERNAL_DOMAIN", "development")
        .containsEntry("FLYTE_INTERNAL_NAME", "com.acme.Train")
        .containsEntry("FLYTE_INTERNAL_VERSION", "1")
        .containsEntry("LEVEL", "9")
        .doesNotContainKey("FLYTE_INTERNAL_EXECUTION_WORKFLOW");
  }

  @Test
  void whatIsUploadedIsWhereTheContentSays() throws Exception {
    ByteString content = ByteString.copyFromUtf8("template");

    String uri = client.upload("flytesnacks", "development", "t.pb", content).join();

    assertThat(client.upload("flytesnacks", "development", "t.pb", content).join()).isEqualTo(uri);
    assertThat(Files.readString(Path.of(URI.create(uri)))).isEqualTo("template");
  }

  private NewAction child(String name, String inputUri) {
    return child(name, ActionKey.ROOT, inputUri);
  }

  private static NewAction child(String name, String parent, String inputUri) {
    return NewAction.builder(RUN.action(name))
        .parent(parent)
        .inputUri(inputUri)
        .outputBase("file:///base")
        .task(TASK)
        .taskSpec(spec("container"))
        .build();
  }

  @Test
  void aRunningActionMayHaveChildrenAndANameOnlyOnce() {
    PlayedExecution unused = start();
    String inputs = client.data(RUN.root()).join().inputsUri();

    assertThat(client.enqueue(child("n1", inputs), Fields.empty()).join()).isTrue();
    assertThat(client.enqueue(child("n2", inputs), Fields.empty()).join()).isTrue();
    assertThat(client.enqueue(child("n1", inputs), Fields.empty()).join()).isFalse();

    assertThat(client.actions(RUN).join())
        .extracting(action -> action.parent() + "/" + action.id().name())
        .containsExactly("/a0", "a0/n1", "a0/n2");
  }

  @Test
  void aWatchTellsOfChildrenAndOfTheParentItself() throws Exception {
    PlayedExecution root = start();
    String inputs = client.data(RUN.root()).join().inputsUri();
    client.enqueue(child("n1", inputs), Fields.empty()).join();
    List<String> told = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> caughtUp = new CompletableFuture<>();

    CompletableFuture<Void> watch =
        client.watchForUpdates(
            RUN.root(),
            new UpdateListener() {
              @Override
              public void updated(ActionUpdate update) {
                told.add(update.id().name() + " " + update.phase());
              }

              @Override
              public void caughtUp() {
                told.add("caught up");
                caughtUp.complete(null);
              }
            });
    caughtUp.get(20, TimeUnit.SECONDS);
    PlayedExecution child = flyte.executions().get(1);
    child.running().succeeded(NOTHING);
    root.succeeded(NOTHING);
    watch.get(20, TimeUnit.SECONDS);

    assertThat(told).startsWith("n1 QUEUED", "a0 RUNNING", "caught up");
    assertThat(told).endsWith("a0 SUCCEEDED").contains("n1 SUCCEEDED").doesNotHaveDuplicates();
    assertThat(client.data(RUN.action("n1")).join().outputsUri())
        .endsWith("/flytesnacks/development/r1/n1/1/outputs.pb");
  }

  @Test
  void whoAbortsARunAbortsWhatIsBelow() {
    PlayedExecution unused = start();
    client.enqueue(child("n1", client.data(RUN.root()).join().inputsUri()), Fields.empty()).join();

    client.abortRun(RUN, "enough").join();

    assertThat(client.action(RUN.root()).join().abortReason()).isEqualTo("enough");
    assertThat(client.action(RUN.action("n1")).join().phase()).isEqualTo(ActionPhase.ABORTED);
  }

  @Test
  void whoAbortsAnActionAbortsWhatIsBelowItAndNothingElse() {
    PlayedExecution unused = start();
    String inputs = client.data(RUN.root()).join().inputsUri();
    client.enqueue(child("n1", inputs), Fields.empty()).join();
    client.enqueue(child("n2", "n1", inputs), Fields.empty()).join();

    client.abortAction(RUN.action("n1"), "enough").join();

    assertThat(client.action(RUN.action("n1")).join().phase()).isEqualTo(ActionPhase.ABORTED);
    assertThat(client.action(RUN.action("n2")).join().phase()).isEqualTo(ActionPhase.ABORTED);
    assertThat(client.action(RUN.root()).join().phase()).isEqualTo(ActionPhase.RUNNING);
  }

  @Test
  void belowWhatEndsNothingMoreBegins() {
    Propeller busy =
        new Propeller() {
          @Override
          public void start(PlayedExecution execution) {}

          @Override
          public void abort(PlayedExecution execution) {}
        };
    try (LocalFlyte2 slow = LocalFlyte2.builder().propeller(busy).start()) {
      Flyte2Client itsClient = Flyte2Client.connect(AdminConfig.plaintext(slow.endpoint()));
      itsClient.deployTask(TASK, spec("container")).join();
      itsClient.createRun(RUN, TASK, NOTHING, SETTINGS).join();
      String inputs = itsClient.data(RUN.root()).join().inputsUri();
      itsClient.enqueue(child("n1", inputs), Fields.empty()).join();
      itsClient.abortRun(RUN, "enough").join();

      AdminException refusal = refusal(itsClient.enqueue(child("n2", inputs), Fields.empty()));

      assertThat(refusal.words()).isEqualTo("action a0 has ended");
      assertThat(slow.executions()).hasSize(2);
      slow.executions().forEach(PlayedExecution::aborted);
      assertThat(refusal(itsClient.enqueue(child("n2", inputs), Fields.empty())).words())
          .isEqualTo("action a0 has ended");
    }
  }

  @Test
  void aReportThatThereIsNotHasNoAddress() {
    PlayedExecution run = start();
    run.node("a0").running().succeeded(NOTHING);
    run.succeeded(NOTHING);

    assertThat(client.reportLink(RUN.root(), 1).join()).isEmpty();
  }

  @Test
  void theReportOfAnAttemptHasAnAddress() throws Exception {
    Path deck = Files.createTempFile("deck", ".html");
    Files.writeString(deck, "<p>deck</p>");
    PlayedExecution run = start();
    run.node("a0").running().succeeded(NOTHING, deck.toUri().toString());
    run.succeeded(NOTHING);

    String link = client.reportLink(RUN.root(), 1).join().orElseThrow();
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(link)).build(),
                HttpResponse.BodyHandlers.ofString());
    Files.delete(deck);

    assertThat(link).endsWith("/a0/1/report.html");
    assertThat(page.body()).isEqualTo("<p>deck</p>");
  }
}
