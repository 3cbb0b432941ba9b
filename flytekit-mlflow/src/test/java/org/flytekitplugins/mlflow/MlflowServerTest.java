package org.flytekitplugins.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.TaskIdentifier;
import org.flytekitplugins.mlflow.MlflowServer.SeenRun;
import org.flytekitplugins.spi.ExecutionIdentifier;
import org.flytekitplugins.spi.TaskContext;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * MLflow's own server has what was reported. Needs a Python with it, which {@value
 * MlflowServer#PYTHON} names; {@code .ci/run} makes one.
 */
class MlflowServerTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.125Z");

  @TempDir static Path folder;
  private static MlflowServer server;

  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void startServer() throws Exception {
    assumeTrue(
        System.getenv(MlflowServer.PYTHON) != null,
        MlflowServer.PYTHON + " names no Python with MLflow: no server to ask");
    server = new MlflowServer(folder);
    server.start();
  }

  @AfterAll
  static void endServer() throws Exception {
    if (server != null) {
      server.kill();
    }
  }

  private TrackedTraining.Builder training(String experiment) {
    return TrackedTraining.builder("com.acme.TrainDigits", "s3://bucket/it's/" + experiment + "/0")
        .environment(
            Map.of("MLFLOW_TRACKING_URI", server.uri(), "MLFLOW_EXPERIMENT_NAME", experiment))
        .log(said::add);
  }

  private static TrainingRecord begin(TrackedTraining training) {
    return Objects.requireNonNull(new MlflowTracker().begin(training));
  }

  private static Literal literal(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }

  private static Literal blob(String uri) {
    BlobType type =
        BlobType.builder().format("").dimensionality(BlobType.BlobDimensionality.MULTIPART).build();
    return Literal.ofScalar(
        Scalar.ofBlob(
            Blob.builder().uri(uri).metadata(BlobMetadata.builder().type(type).build()).build()));
  }

  @Test
  void hasEveryPointOfATrainingWithItsParametersItsModelAndItsEnd() throws Exception {
    Map<String, Literal> inputs = new LinkedHashMap<>();
    inputs.put("learningRate", literal(Primitive.ofFloatValue(0.001)));
    inputs.put("data", blob("s3://bucket/digits.csv"));
    inputs.put("layers", Literal.ofCollection(List.of(literal(Primitive.ofIntegerValue(64)))));
    TrainingRecord record =
        begin(
            training("digits of März/2026")
                .context(
                    TaskContext.builder()
                        .execution(ExecutionIdentifier.of("vision", "production", "f3a9"))
                        .task(
                            TaskIdentifier.builder()
                                .project("vision")
                                .domain("production")
                                .name("com.acme.TrainDigits")
                                .version("v7")
                                .build())
                        .attempt(2)
                        .consoleUrl(URI.create("https://flyte.acme.com/console/f3a9"))
                        .build())
                .replicas(Map.of("chief", 1))
                .inputs(inputs)
                .build());
    record.parameter("optimizer (own)", "Adam");
    Random random = new Random(17);
    List<String> losses = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int step = 0; step < 2600; step++) {
      double loss =
          step == 7 ? Double.NaN : Double.longBitsToDouble(random.nextLong(0x7ff0L << 48));
      double other = -random.nextDouble();
      Instant time = NOON.plusMillis(step * 125L);
      record.step(step, Map.of("loss", loss, "réussite/worker (0)", other), time);
      losses.add(step + " " + time.toEpochMilli() + " " + loss);
      others.add(step + " " + time.toEpochMilli() + " " + other);
      if (step % 1000 == 0) {
        record.flush();
      }
    }
    record.succeeded(
        Map.of(
            "model", blob("s3://bucket/raw/model"),
            "accuracy", literal(Primitive.ofFloatValue(0.97))));

    assertThat(server.runs("digits of März/2026")).hasSize(1);
    SeenRun run = server.runs("digits of März/2026").get(0);
    assertThat(run.status()).isEqualTo("FINISHED");
    assertThat(run.name()).isEqualTo("TrainDigits f3a9 attempt 2");
    assertThat(run.params())
        .isEqualTo(
            Map.of(
                "learningRate", "0.001",
                "data", "s3://bucket/digits.csv",
                "layers", "[64]",
                "replicas.chief", "1",
                "optimizer _own_", "Adam"));
    assertThat(run.tags())
        .containsAllEntriesOf(
            Map.of(
                "flyte.project", "vision",
                "flyte.domain", "production",
                "flyte.execution", "f3a9",
                "flyte.attempt", "2",
                "flyte.task", "com.acme.TrainDigits",
                "flyte.task_version", "v7",
                "flyte.url", "https://flyte.acme.com/console/f3a9",
                "flyte.output.model", "s3://bucket/raw/model",
                "flyte.output.accuracy", "0.97"))
        .containsEntry(
            "mlflow.note.content", "[The execution in Flyte](https://flyte.acme.com/console/f3a9)");
    assertThat(server.points(run, "loss")).containsExactlyInAnyOrderElementsOf(losses);
    assertThat(server.points(run, "réussite/worker _0_"))
        .containsExactlyInAnyOrderElementsOf(others);
    assertThat(said)
        .containsExactly(
            "MLflow at "
                + server.uri()
                + ": this attempt is run "
                + server.uri()
                + "/#/experiments/"
                + run.experiment()
                + "/runs/"
                + run.id());
  }

  @Test
  void hasTheTrainingOfATaskWithALoopOfItsOwnThatAPodRuns() throws Exception {
    Path room = Files.createDirectory(folder.resolve("pod"));
    ExecutedReplica replica =
        ExecutedReplica.run(
            room,
            300,
            Map.of(
                "MLFLOW_TRACKING_URI", server.uri(),
                "MLFLOW_EXPERIMENT_NAME", "pod",
                "FLYTE_INTERNAL_EXECUTION_PROJECT", "vision",
                "FLYTE_INTERNAL_EXECUTION_DOMAIN", "production",
                "FLYTE_INTERNAL_EXECUTION_ID", "f3a9",
                "FLYTE_ATTEMPT_NUMBER", "1"));

    SeenRun run = server.runs("pod").get(0);
    assertThat(server.runs("pod")).hasSize(1);
    assertThat(run.name()).isEqualTo("TrainSteps f3a9 attempt 2");
    assertThat(run.status()).isEqualTo("FINISHED");
    assertThat(run.params())
        .isEqualTo(Map.of("steps", "300", "optimizer", "Adam", "replicas.worker", "1"));
    assertThat(run.tags())
        .containsEntry("flyte.execution", "f3a9")
        .containsEntry("flyte.output.took", replica.took());
    assertThat(server.points(run, "loss")).hasSize(300);
    assertThat(server.points(run, "accuracy")).hasSize(300);
    assertThat(replica.log())
        .contains("[jflyte worker-0] MLflow at " + server.uri() + ": this attempt is run ");
  }

  @Test
  void hasOneRunForAllProcessesOfAnAttempt() throws Exception {
    TrackedTraining training = training("restarted").build();
    TrainingRecord first = begin(training);
    first.step(1, Map.of("loss", 0.5), NOON);
    first.terminated();
    assertThat(server.runs("restarted"))
        .singleElement()
        .extracting(SeenRun::status)
        .isEqualTo("KILLED");

    TrainingRecord second = begin(training);
    second.step(2, Map.of("loss", 0.25), NOON);
    second.flush();
    assertThat(server.runs("restarted"))
        .singleElement()
        .extracting(SeenRun::status)
        .isEqualTo("RUNNING");
    second.failed("worker-1 failed: java.lang.IllegalStateException: boom");

    SeenRun run = server.runs("restarted").get(0);
    assertThat(server.runs("restarted")).hasSize(1);
    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.tags())
        .containsEntry("flyte.error", "worker-1 failed: java.lang.IllegalStateException: boom");
    assertThat(server.points(run, "loss")).hasSize(2);
  }

  @Test
  void hasAllButWhatItRefuses() throws Exception {
    TrackedTraining training = training("refused").build();
    TrainingRecord before = begin(training);
    before.parameter("rate", "0.1");
    before.flush();
    TrainingRecord record = begin(training);
    record.parameter("seed", "1");
    record.parameter("rate", "0.2");
    record.parameter("steps", "100");
    record.succeeded(Map.of());

    assertThat(server.runs("refused").get(0).params())
        .isEqualTo(Map.of("rate", "0.1", "seed", "1", "steps", "100"));
    assertThat(said)
        .hasSize(4)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("it refuses rate=0.2: it answers 400 INVALID_PARAMETER_VALUE"))
        .last()
        .asString()
        .endsWith("1 of 3 parameters are not in the run");
  }

  @Test
  void hasTheFirstOfTwoValuesThatCameBeforeItWasAsked() throws Exception {
    TrainingRecord record =
        begin(
            training("twice").inputs(Map.of("rate", literal(Primitive.ofFloatValue(0.1)))).build());
    record.parameter("rate", "0.2");
    record.parameter("rate", "0.1");
    record.succeeded(Map.of());

    assertThat(server.runs("twice").get(0).params()).isEqualTo(Map.of("rate", "0.1"));
    assertThat(said)
        .hasSize(3)
        .contains(
            "MLflow at "
                + server.uri()
                + ": parameter rate has a value already: another one is left out",
            "MLflow at " + server.uri() + ": 1 of 2 parameters are not in the run");
  }

  @Test
  void hasNothingThatLetsItsReadersIntoStorage() throws Exception {
    Map<String, Literal> inputs = new LinkedHashMap<>();
    inputs.put("data", blob("https://me:s3cret@account.blob/digits.csv?sv=1&sig=s3cret"));
    inputs.put("from", literal(Primitive.ofStringValue("s3://key:s3cret@bucket/a")));
    inputs.put(
        "all",
        Literal.ofCollection(
            List.of(literal(Primitive.ofStringValue("https://host/a?sig=s3cret")))));
    inputs.put("question", literal(Primitive.ofStringValue("which digit is it?")));
    TrainingRecord record = begin(training("signed").inputs(inputs).build());
    record.succeeded(Map.of("model", blob("https://account.blob/model?sig=s3cret")));

    SeenRun run = server.runs("signed").get(0);
    assertThat(run.params())
        .isEqualTo(
            Map.of(
                "data", "https://…@account.blob/digits.csv?…",
                "from", "s3://…@bucket/a",
                "all", "[https://host/a?…]",
                "question", "which digit is it?"));
    assertThat(run.tags()).containsEntry("flyte.output.model", "https://account.blob/model?…");
  }

  @Test
  void hasEverythingAlthoughItWasKilledMeanwhile() throws Exception {
    TrainingRecord record = begin(training("killed server").build());
    record.step(1, Map.of("loss", 0.5), NOON);
    record.flush();
    server.kill();
    try {
      record.step(2, Map.of("loss", 0.25), NOON.plusMillis(1));
      record.flush();
      record.step(3, Map.of("loss", 0.125), NOON.plusMillis(2));
      record.flush();
    } finally {
      server.start();
    }
    record.succeeded(Map.of());

    SeenRun run = server.runs("killed server").get(0);
    assertThat(run.status()).isEqualTo("FINISHED");
    assertThat(server.points(run, "loss"))
        .containsExactlyInAnyOrder(
            "1 " + NOON.toEpochMilli() + " 0.5",
            "2 " + (NOON.toEpochMilli() + 1) + " 0.25",
            "3 " + (NOON.toEpochMilli() + 2) + " 0.125");
    assertThat(said)
        .hasSize(2)
        .last()
        .isEqualTo(
            "MLflow at "
                + server.uri()
                + ": it takes nothing now (nobody answers there); what is reported waits");
  }
}
