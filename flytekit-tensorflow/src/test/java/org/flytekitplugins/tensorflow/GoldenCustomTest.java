package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.ALL;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Custom fields byte by byte; where the files are from stands beside them in a README. */
class GoldenCustomTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] ROLES = {
    "workerReplicas", "psReplicas", "chiefReplicas", "evaluatorReplicas"
  };

  record Golden(String file, TfJob.Builder builder) {
    TfJob job() {
      return builder.build();
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Golden> cases() {
    return Stream.of(
        new Golden("one-worker", TfJob.builder().worker(1)),
        new Golden("counts", TfJob.builder().chief(1).worker(10).ps(1).evaluator(1)),
        new Golden(
            "older-form",
            TfJob.builder()
                .numWorkers(2)
                .numPsReplicas(1)
                .perReplicaRequests(r -> r.cpu("2").memory("4Gi"))
                .perReplicaLimits(r -> r.cpu("4").memory("4Gi"))),
        new Golden(
            "digits",
            TfJob.builder()
                .chief(1)
                .worker(
                    w ->
                        w.replicas(2)
                            .requests(r -> r.cpu("2").memory("4Gi"))
                            .restartPolicy(ON_FAILURE))
                .ps(p -> p.replicas(1).requests(r -> r.cpu("1").memory("2Gi")))
                .runPolicy(r -> r.backoffLimit(3).ttlAfterFinished(Duration.ofHours(1)))),
        new Golden(
            "everything",
            TfJob.builder()
                .chief(
                    c ->
                        c.image("ghcr.io/team/train:1")
                            .requests(r -> r.cpu("500m").memory("1Gi"))
                            .limits(l -> l.cpu("1").memory("1Gi")))
                .worker(
                    w ->
                        w.replicas(5)
                            .image("{{.image.gpu}}")
                            .requests(r -> r.cpu("2").memory("2Gi").gpu(1).ephemeralStorage("10Gi"))
                            .limits(l -> l.cpu("4").memory("2Gi").gpu(1).ephemeralStorage("20Gi"))
                            .restartPolicy(ON_FAILURE))
                .ps(p -> p.replicas(2).restartPolicy(ALWAYS))
                .evaluator(
                    e ->
                        e.replicas(5)
                            .image("ghcr.io/team/evaluate:1")
                            .limits(l -> l.memory("2Gi"))
                            .restartPolicy(ON_FAILURE))
                .runPolicy(
                    r ->
                        r.cleanPodPolicy(ALL)
                            .ttlAfterFinished(Duration.ofSeconds(100))
                            .activeDeadline(Duration.ofHours(2))
                            .backoffLimit(5))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheGoldenFile(Golden golden) {
    assertThat(OrderedJson.of(golden.job())).isEqualTo(read(golden.file() + ".json"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatPythonSaysWithoutItsEmptyThings(Golden golden) throws IOException {
    Map<String, Object> python = parse(read(golden.file() + ".flytekit.json"));
    Map<String, Object> ours = parse(OrderedJson.of(golden.job()));
    if (!python.containsKey("runPolicy")) { // then ours holds nothing but our defaults
      ours.remove("runPolicy");
    }

    assertThat(python).containsKeys(ROLES).isNotEqualTo(ours);
    removeEmptyThings(python);
    assertThat(ours).usingRecursiveComparison().ignoringCollectionOrder().isEqualTo(python);
  }

  @Test
  void theOrderOfBuilderCallsIsNotTheOrderOfKeys() {
    TfJob other =
        TfJob.builder()
            .runPolicy(r -> r.ttlAfterFinished(Duration.ofHours(1)).backoffLimit(3))
            .ps(p -> p.requests(r -> r.memory("2Gi").cpu("1")).replicas(1))
            .worker(
                w ->
                    w.restartPolicy(ON_FAILURE).requests(r -> r.memory("4Gi").cpu("2")).replicas(2))
            .chief(1)
            .build();

    assertThat(OrderedJson.of(other)).isEqualTo(read("digits.json"));
  }

  private static Map<String, Object> parse(String json) throws IOException {
    return JSON.readValue(json, new TypeReference<>() {});
  }

  private static void removeEmptyThings(Map<?, ?> object) {
    object.values().removeIf(value -> value instanceof Map<?, ?> part && isEmptied(part));
  }

  private static boolean isEmptied(Map<?, ?> object) {
    removeEmptyThings(object);
    return object.isEmpty();
  }

  private static String read(String file) {
    try (InputStream in = GoldenCustomTest.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
