package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A custom field is read as Flyte's backend reads it. */
class CustomReadingTest {
  @Test
  void versionZeroCountsReplicas() {
    assertThat(
            read(
                0,
                """
                {"workers": 2, "psReplicas": 1, "chiefReplicas": 1, "evaluatorReplicas": 0,
                 "jflyte": {"artifacts": [{"name": "a.jar", "location": "s3://b/a.jar"}]}}
                """))
        .isEqualTo(
            cluster(
                Map.of(
                    ReplicaType.CHIEF, ReplicaSpec.of(1),
                    ReplicaType.WORKER, ReplicaSpec.of(2),
                    ReplicaType.PS, ReplicaSpec.of(1))));
  }

  @Test
  void pythonsFormIsRead() {
    // What flytekitplugins-kftensorflow 1.16 writes: all groups, zeros dropped, empty resources.
    assertThat(
            read(
                1,
                """
                {"chiefReplicas": {"replicas": 1, "resources": {}},
                 "workerReplicas": {"replicas": 2, "image": "trainer:1",
                   "resources": {"requests": [{"name": "CPU", "value": "1"}], "limits": []},
                   "restartPolicy": "RESTART_POLICY_ON_FAILURE"},
                 "psReplicas": {"resources": {}},
                 "evaluatorReplicas": {"resources": {}},
                 "runPolicy": {"cleanPodPolicy": "CLEANPOD_POLICY_ALL"}}
                """))
        .isEqualTo(
            TrainingCluster.of(
                Map.of(
                    ReplicaType.CHIEF, ReplicaSpec.of(1),
                    ReplicaType.WORKER,
                        ReplicaSpec.builder()
                            .replicas(2)
                            .image("trainer:1")
                            .requests(r -> r.cpu("1"))
                            .restartPolicy(RestartPolicy.ON_FAILURE)
                            .build()),
                RunPolicy.builder().cleanPodPolicy(CleanPodPolicy.ALL).build()));
  }

  @Test
  void commonWinsEntirely() {
    assertThat(
            read(
                1,
                """
                {"workerReplicas": {"replicas": 5, "image": "old:1",
                   "restartPolicy": "RESTART_POLICY_ALWAYS",
                   "resources": {"requests": [{"name": "CPU", "value": "1"}]},
                   "common": {"replicas": 2, "image": "new:1"}},
                 "psReplicas": {"replicas": 3, "common": {"image": "new:1"}},
                 "chiefReplicas": {"replicas": 1, "common": null}}
                """))
        .isEqualTo(
            cluster(
                Map.of(
                    ReplicaType.CHIEF, ReplicaSpec.of(1),
                    ReplicaType.WORKER, ReplicaSpec.builder().replicas(2).image("new:1").build())));
  }

  @Test
  void nullIsUnset() {
    assertThat(
            read(
                1,
                """
                {"psReplicas": null, "runPolicy": null,
                 "workerReplicas": {"replicas": 1, "image": null, "restartPolicy": null,
                   "resources": {"requests": null, "limits": null}},
                 "chiefReplicas": {"replicas": null},
                 "evaluatorReplicas": {"replicas": 1, "resources": null}}
                """))
        .isEqualTo(
            cluster(
                Map.of(
                    ReplicaType.WORKER, ReplicaSpec.of(1),
                    ReplicaType.EVALUATOR, ReplicaSpec.of(1))));
    assertThat(read(0, "{\"workers\": null}")).isEqualTo(cluster(Map.of()));
  }

  @Test
  void zerosEmptyTextsAndEmptyPoliciesAreUnset() {
    assertThat(
            read(
                1,
                """
                {"workerReplicas": {"replicas": 1, "image": "", "restartPolicy": ""},
                 "psReplicas": {"replicas": 0},
                 "runPolicy": {"ttlSecondsAfterFinished": 0, "activeDeadlineSeconds": 0,
                   "backoffLimit": 0}}
                """))
        .isEqualTo(cluster(Map.of(ReplicaType.WORKER, ReplicaSpec.of(1))));
    assertThat(read(1, "{\"runPolicy\": {}}")).isEqualTo(cluster(Map.of()));
  }

  @Test
  void unknownKeysArePassedOver() {
    assertThat(
            read(
                1,
                """
                {"jflyte": {"artifacts": []}, "elasticConfig": {"minReplicas": 1},
                 "masterReplicas": {"replicas": 1, "someday": [1]},
                 "workerReplicas": {"replicas": 3, "resources": {"claims": []}}, "workers": "x"}
                """))
        .isEqualTo(
            cluster(
                Map.of(
                    ReplicaType.MASTER, ReplicaSpec.of(1),
                    ReplicaType.WORKER, ReplicaSpec.of(3))));
  }

  @Test
  void anEmptyFieldIsAnEmptyCluster() {
    assertThat(read(0, "{}")).isEqualTo(cluster(Map.of()));
    assertThat(read(1, "{}")).isEqualTo(cluster(Map.of()));
  }

  static Stream<Arguments> refusals() {
    String check =
        " is expected: check that the task type version is the one that this was" + " written for";
    String whole = ", but that is no whole number of 32 bits: use a whole number";
    return Stream.of(
        arguments(
            0, "{'workers': {'replicas': 1}}", "custom.workers is an object, but a number" + check),
        arguments(
            0,
            "{'psReplicas': {'replicas': 1}}",
            "custom.psReplicas is an object, but a number" + check),
        arguments(0, "{'workers': '2'}", "custom.workers is \"2\", but a number" + check),
        arguments(0, "{'workers': [2]}", "custom.workers is a list, but a number" + check),
        arguments(0, "{'workers': 1.5}", "custom.workers is 1.5" + whole),
        arguments(0, "{'workers': 3000000000}", "custom.workers is 3000000000" + whole),
        arguments(
            0,
            "{'workers': -1}",
            "custom.workers.replicas is -1, but a count cannot be negative: write for example 1"),
        arguments(1, "{'workerReplicas': 2}", "custom.workerReplicas is 2, but an object" + check),
        arguments(
            1, "{'workerReplicas': []}", "custom.workerReplicas is a list, but an object" + check),
        arguments(
            1,
            "{'workerReplicas': {'replicas': true}}",
            "custom.workerReplicas.replicas is true, but a number" + check),
        arguments(
            1,
            "{'workerReplicas': {'replicas': 'two'}}",
            "custom.workerReplicas.replicas is \"two\", but a number" + check),
        arguments(
            1,
            "{'workerReplicas': {'replicas': 0.5}}",
            "custom.workerReplicas.replicas is 0.5" + whole),
        arguments(
            1,
            "{'workerReplicas': {'image': 3}}",
            "custom.workerReplicas.image is 3, but a string" + check),
        arguments(
            1,
            "{'workerReplicas': {'image': 'A'}}",
            "custom.workerReplicas.image is \"A\", but that is no image reference: write"
                + " for example ghcr.io/team/train:1.4 or {{.image.gpu}}"),
        arguments(
            1,
            "{'workerReplicas': {'restartPolicy': 1}}",
            "custom.workerReplicas.restartPolicy is 1, but a string" + check),
        arguments(
            1,
            "{'workerReplicas': {'restartPolicy': 'RESTART_POLICY_EXIT_CODE'}}",
            "custom.workerReplicas.restartPolicy is \"RESTART_POLICY_EXIT_CODE\", but Flyte does"
                + " not know it: use one of RESTART_POLICY_NEVER, RESTART_POLICY_ON_FAILURE,"
                + " RESTART_POLICY_ALWAYS"),
        arguments(
            1,
            "{'workerReplicas': {'common': 'x'}}",
            "custom.workerReplicas.common is \"x\", but an object" + check),
        arguments(
            1,
            "{'workerReplicas': {'common': {'replicas': -1}}}",
            "custom.workerReplicas.common.replicas is -1, but a count cannot be negative: write"
                + " for example 1"),
        arguments(
            1,
            "{'psReplicas': {'resources': []}}",
            "custom.psReplicas.resources is a list, but an object" + check),
        arguments(
            1,
            "{'psReplicas': {'resources': {'requests': {'cpu': '1'}}}}",
            "custom.psReplicas.resources.requests is an object, but a list" + check),
        arguments(
            1,
            "{'psReplicas': {'resources': {'limits': [{'name': 'CPU', 'value': '1'}, 7]}}}",
            "custom.psReplicas.resources.limits[1] is 7, but an object" + check),
        arguments(
            1,
            "{'psReplicas': {'resources': {'limits': [null]}}}",
            "custom.psReplicas.resources.limits[0] is null, but an object" + check),
        arguments(
            1,
            "{'psReplicas': {'resources': {'limits': [{'name': 'TPU', 'value': '1'}]}}}",
            "custom.psReplicas.resources.limits[0].name is \"TPU\", but Flyte does not know it: use"
                + " one of UNKNOWN, CPU, GPU, MEMORY, STORAGE, EPHEMERAL_STORAGE"),
        arguments(
            1,
            "{'psReplicas': {'resources': {'limits': [{'name': 'CPU', 'value': 1}]}}}",
            "custom.psReplicas.resources.limits[0].value is 1, but a string" + check),
        arguments(
            1,
            "{'psReplicas': {'resources': {'limits': [{'name': 'CPU'}]}}}",
            "custom.psReplicas.resources.limits.cpu is \"\", but that is no quantity that"
                + " Kubernetes could hold: write for example 500m, 2 or 1.5"),
        arguments(
            1,
            "{'psReplicas': {'resources': {'requests': [{'value': '1'}]}}}",
            "custom.psReplicas.resources.requests.unknown is \"1\", but Flyte ignores this"
                + " resource: use ephemeralStorage, or leave it out"),
        arguments(1, "{'runPolicy': 'x'}", "custom.runPolicy is \"x\", but an object" + check),
        arguments(
            1,
            "{'runPolicy': {'cleanPodPolicy': 'CLEANPOD_POLICY_SOME'}}",
            "custom.runPolicy.cleanPodPolicy is \"CLEANPOD_POLICY_SOME\", but Flyte does not know"
                + " it: use one of CLEANPOD_POLICY_NONE, CLEANPOD_POLICY_RUNNING,"
                + " CLEANPOD_POLICY_ALL"),
        arguments(
            1,
            "{'runPolicy': {'backoffLimit': -1}}",
            "custom.runPolicy.backoffLimit is -1, but a count cannot be negative: use 1 or more, or"
                + " leave it out; restartPolicy NEVER means no restarts"),
        arguments(
            1,
            "{'runPolicy': {'ttlSecondsAfterFinished': -1}}",
            "custom.runPolicy.ttlAfterFinished is PT-1S, but a duration cannot be negative: use at"
                + " least PT1S"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aWrongTypeIsRefusedAtItsPlace(int version, String json, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(version, json.replace('\'', '"')))
        .withMessage(sentence);
  }

  @Test
  void aLongValueIsNotQuotedWhole() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(1, "{\"runPolicy\": \"" + "x".repeat(1_000_000) + "\"}"))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, -1, Integer.MAX_VALUE})
  void otherVersionsAreRefused(int version) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(version, "{}"))
        .withMessage("taskTypeVersion is %d, but Flyte knows 0 and 1 only: use 1", version);
  }

  @Test
  void nullIsNoCustomField() {
    assertThatNullPointerException().isThrownBy(() -> TrainingCluster.fromCustom((Struct) null, 1));
  }

  private static TrainingCluster read(int version, String json) {
    return TrainingCluster.fromCustom(CustomJson.read(json), version);
  }

  private static TrainingCluster cluster(Map<ReplicaType, ReplicaSpec> replicas) {
    Map<ReplicaType, ReplicaSpec> sorted = new EnumMap<>(ReplicaType.class);
    sorted.putAll(replicas);
    return TrainingCluster.of(sorted, RunPolicy.empty());
  }
}
