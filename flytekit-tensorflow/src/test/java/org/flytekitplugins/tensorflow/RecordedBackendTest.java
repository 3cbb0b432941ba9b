package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.tensorflow.fixtures.RecordedData;
import org.flytekitplugins.tensorflow.fixtures.SizedTraining;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Jobs that Flyte's plugin and the training operator were asked for, which lie beside the checkout
 * on machines that have them: our builders make the same custom fields of the same wishes, and
 * refuse what the plugin refuses.
 */
class RecordedBackendTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMED_IMAGE = "{{.image.gpu}}";
  private static final String RESOLVED_IMAGE = "registry.example.com/gpu:7";

  @TestFactory
  Stream<DynamicTest> theCustomFieldIsTheRecordedOne() throws IOException {
    return jobs().map(job -> dynamicTest(job.get("what").asText(), () -> checkCustom(job)));
  }

  @TestFactory
  Stream<DynamicTest> whatThePluginRefusesIsRefused() throws IOException {
    return RecordedData.at("tensorflow/refused.json").stream()
        .flatMap(file -> StreamSupport.stream(read(file).spliterator(), false))
        .map(
            job ->
                dynamicTest(
                    job.get("what").asText(),
                    () ->
                        assertThatThrownBy(() -> task(job.get("input")))
                            .isInstanceOf(InvalidFieldException.class)
                            .hasMessageMatching("(?s).+ is .+, but .+: .+")));
  }

  private static void checkCustom(JsonNode job) throws IOException {
    JsonNode input = job.get("input");
    // The data is older than this refusal of ours: see issue 12, number 12.
    if (asksForLessThanAByte(input)) {
      assertThatThrownBy(() -> task(input))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("less than one byte");
      return;
    }
    SizedTraining task = task(input);

    String custom = OrderedJson.of(task.getCustom()).replace(NAMED_IMAGE, RESOLVED_IMAGE);
    assertThat(JSON.readTree(custom)).isEqualTo(job.get("custom"));
    assertThat(task.getTaskTypeVersion()).isEqualTo(job.get("taskTypeVersion").asInt());
  }

  private static boolean asksForLessThanAByte(JsonNode input) {
    return Stream.of("memory", "ephemeralStorage")
        .flatMap(name -> input.findValues(name).stream())
        .anyMatch(
            quantity -> Quantity.of(quantity.asText()).amount().compareTo(BigDecimal.ONE) < 0);
  }

  private static SizedTraining task(JsonNode input) {
    return new SizedTraining(job(input), resources(input.at("/task/resources")));
  }

  private static TfJob job(JsonNode input) {
    TfJob.Builder job = TfJob.builder();
    input.path("roles").properties().forEach(role -> add(job, role.getKey(), role.getValue()));
    JsonNode older = input.path("older");
    older.properties().forEach(field -> addOlder(job, field.getKey(), field.getValue()));
    JsonNode policy = input.path("runPolicy");
    return job.runPolicy(
            r -> {
              policy.properties().forEach(field -> set(r, field.getKey(), field.getValue()));
            })
        .build();
  }

  private static void add(TfJob.Builder job, String role, JsonNode spec) {
    switch (role) {
      case "chief" -> job.chief(r -> spec(r, spec));
      case "worker" -> job.worker(r -> spec(r, spec));
      case "ps" -> job.ps(r -> spec(r, spec));
      case "evaluator" -> job.evaluator(r -> spec(r, spec));
      default -> throw new AssertionError(role);
    }
  }

  private static void spec(ReplicaSpec.Builder role, JsonNode spec) {
    spec.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              switch (field.getKey()) {
                case "replicas" -> role.replicas(value.asInt());
                case "image" -> role.image(value.asText());
                case "requests" -> role.requests(r -> fill(r, value));
                case "limits" -> role.limits(l -> fill(l, value));
                case "restartPolicy" -> role.restartPolicy(RestartPolicy.valueOf(value.asText()));
                default -> throw new AssertionError(field.getKey());
              }
            });
  }

  private static void addOlder(TfJob.Builder job, String field, JsonNode value) {
    switch (field) {
      case "numChiefReplicas" -> job.numChiefReplicas(value.asInt());
      case "numWorkers" -> job.numWorkers(value.asInt());
      case "numPsReplicas" -> job.numPsReplicas(value.asInt());
      case "numEvaluatorReplicas" -> job.numEvaluatorReplicas(value.asInt());
      case "perReplicaRequests" -> job.perReplicaRequests(r -> fill(r, value));
      case "perReplicaLimits" -> job.perReplicaLimits(l -> fill(l, value));
      default -> throw new AssertionError(field);
    }
  }

  private static void fill(ResourceList.Builder list, JsonNode quantities) {
    quantities
        .properties()
        .forEach(
            field -> {
              String quantity = field.getValue().asText();
              switch (field.getKey()) {
                case "cpu" -> list.cpu(quantity);
                case "memory" -> list.memory(quantity);
                case "gpu" -> list.gpu(quantity);
                case "ephemeralStorage" -> list.ephemeralStorage(quantity);
                default -> throw new AssertionError(field.getKey());
              }
            });
  }

  private static void set(RunPolicy.Builder policy, String field, JsonNode value) {
    switch (field) {
      case "cleanPodPolicy" -> policy.cleanPodPolicy(CleanPodPolicy.valueOf(value.asText()));
      case "backoffLimit" -> policy.backoffLimit(value.asInt());
      case "ttlAfterFinished" -> policy.ttlAfterFinished(seconds(value));
      case "activeDeadline" -> policy.activeDeadline(seconds(value));
      default -> throw new AssertionError(field);
    }
  }

  private static Duration seconds(JsonNode value) {
    return Duration.ofNanos(value.decimalValue().movePointRight(9).longValueExact());
  }

  private static SdkResources resources(JsonNode resources) {
    return SdkResources.builder()
        .requests(quantities(resources.path("requests")))
        .limits(quantities(resources.path("limits")))
        .build();
  }

  private static Map<ResourceName, String> quantities(JsonNode quantities) {
    Map<ResourceName, String> byName = new EnumMap<>(ResourceName.class);
    quantities
        .properties()
        .forEach(
            field ->
                byName.put(
                    switch (field.getKey()) {
                      case "cpu" -> ResourceName.CPU;
                      case "memory" -> ResourceName.MEMORY;
                      case "gpu" -> ResourceName.GPU;
                      case "ephemeralStorage" -> ResourceName.EPHEMERAL_STORAGE;
                      default -> throw new AssertionError(field.getKey());
                    },
                    field.getValue().asText()));
    return byName;
  }

  private static Stream<JsonNode> jobs() throws IOException {
    return RecordedData.tfJobs().stream().map(RecordedBackendTest::read);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
