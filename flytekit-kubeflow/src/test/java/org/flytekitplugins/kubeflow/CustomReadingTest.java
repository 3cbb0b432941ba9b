package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flyte.api.v1.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A custom field is read as Flyte's backend reads it. */
class CustomReadingTest {
  private static final Set<ReplicaType> ALL = EnumSet.allOf(ReplicaType.class);

  @Test
  void pythonsFormIsRead() {
    // What flytekitplugins-kftensorflow 1.16 writes: all groups, zeros dropped, empty resources.
    assertThat(
            read(
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
  }

  @Test
  void zerosAndEmptyTextsAreUnset() {
    assertThat(
            read(
                """
                {"workerReplicas": {"replicas": 1, "image": "", "restartPolicy": 0},
                 "psReplicas": {"replicas": 0},
                 "runPolicy": {"ttlSecondsAfterFinished": 0, "activeDeadlineSeconds": 0,
                   "backoffLimit": 0, "cleanPodPolicy": "CLEANPOD_POLICY_ALL"}}
                """))
        .isEqualTo(
            TrainingCluster.of(
                Map.of(ReplicaType.WORKER, ReplicaSpec.of(1)),
                RunPolicy.builder().cleanPodPolicy(CleanPodPolicy.ALL).build()));
  }

  // ParseRunPolicy, common_operator.go#L224-L242, wherever GetRunPolicy() is not nil.
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"backoffLimit\": 0}", "{\"someday\": 1}"})
  void aRunPolicyThatSaysNothingIsOneOfCleanPodPolicyNone(String policy) {
    assertThat(read("{\"runPolicy\": " + policy + "}").runPolicy())
        .isEqualTo(RunPolicy.builder().cleanPodPolicy(CleanPodPolicy.NONE).build());
  }

  // jsonpb/decode.go, unmarshalMessage: the name of the definition first, then that of JSON.
  @Test
  void keysMayBeWrittenAsInTheDefinitionOfTheMessage() {
    assertThat(
            read(
                """
                {"worker_replicas": {"replicas": 2, "restart_policy": "RESTART_POLICY_ALWAYS"},
                 "ps_replicas": {"replicas": 3}, "psReplicas": {"replicas": 1},
                 "evaluator_replicas": {"replicas": 1}, "evaluatorReplicas": null,
                 "run_policy": {"clean_pod_policy": "CLEANPOD_POLICY_ALL",
                   "ttl_seconds_after_finished": 60, "active_deadline_seconds": 600,
                   "backoff_limit": 3}}
                """))
        .isEqualTo(
            TrainingCluster.of(
                Map.of(
                    ReplicaType.WORKER,
                    ReplicaSpec.builder().replicas(2).restartPolicy(RestartPolicy.ALWAYS).build(),
                    ReplicaType.PS,
                    ReplicaSpec.of(1)),
                RunPolicy.builder()
                    .cleanPodPolicy(CleanPodPolicy.ALL)
                    .ttlAfterFinished(Duration.ofMinutes(1))
                    .activeDeadline(Duration.ofMinutes(10))
                    .backoffLimit(3)
                    .build()));
  }

  // jsonpb/decode.go, unmarshalSingularValue: int32 without its quotes, enums by name or number.
  @Test
  void numbersMayBeTextsAndEnumerationsNumbers() {
    assertThat(
            read(
                """
                {"workerReplicas": {"replicas": "2", "restartPolicy": 1,
                   "resources": {"requests": [{"name": 1, "value": "2"}, {"name": 3, "value": "1Gi"},
                     {"name": 5, "value": "3Gi"}], "limits": [{"name": 2, "value": "4"}]}},
                 "runPolicy": {"cleanPodPolicy": 2, "backoffLimit": "-0"}}
                """))
        .isEqualTo(
            TrainingCluster.of(
                Map.of(
                    ReplicaType.WORKER,
                    ReplicaSpec.builder()
                        .replicas(2)
                        .restartPolicy(RestartPolicy.ON_FAILURE)
                        .requests(r -> r.cpu("2").memory("1Gi").ephemeralStorage("3Gi"))
                        .limits(l -> l.gpu(4))
                        .build()),
                RunPolicy.builder().cleanPodPolicy(CleanPodPolicy.ALL).build()));
  }

  // tensorflow.go, BuildResource: "Short circuit if replica set has no replicas".
  @Test
  void aRoleWithoutReplicasIsNotLookedAt() {
    assertThat(
            read(
                """
                {"workerReplicas": {"replicas": 1}, "chiefReplicas": {"replicas": -1},
                 "psReplicas": {"image": "A", "resources": {"limits": [{"name": "CPU"}]}}}
                """))
        .isEqualTo(cluster(Map.of(ReplicaType.WORKER, ReplicaSpec.of(1))));
  }

  // flytek8s/utils.go, ToK8sResourceList.
  @Test
  void quantitiesOfZeroAndOfWhatPodsDoNotHaveAreDropped() {
    assertThat(
            read(
                """
                {"workerReplicas": {"replicas": 1, "resources": {
                   "requests": [{"name": "CPU", "value": "2"}, {"name": "GPU", "value": "0"},
                     {"name": "STORAGE", "value": "1Gi"}, {"value": "1"}],
                   "limits": [{"name": "CPU", "value": "4"}, {"name": "CPU", "value": "0m"}]}}}
                """))
        .isEqualTo(
            cluster(
                Map.of(
                    ReplicaType.WORKER,
                    ReplicaSpec.builder()
                        .requests(r -> r.cpu("2"))
                        .limits(l -> l.cpu("4"))
                        .build())));
  }

  // flytek8s/container_helper.go, ensureResourceRange: "Ensure request is < limit".
  @Test
  void requestsAboveTheirLimitsAreLoweredToThem() {
    assertThat(
            read(
                """
                {"workerReplicas": {"replicas": 1, "resources": {
                   "requests": [{"name": "MEMORY", "value": "8Gi"}, {"name": "GPU", "value": "2"},
                     {"name": "CPU", "value": "1000m"}],
                   "limits": [{"name": "MEMORY", "value": "4Gi"}, {"name": "GPU", "value": "1"},
                     {"name": "CPU", "value": "1"}]}}}
                """))
        .isEqualTo(
            cluster(
                Map.of(
                    ReplicaType.WORKER,
                    ReplicaSpec.builder()
                        .requests(r -> r.cpu("1000m").memory("4Gi").gpu(1))
                        .limits(l -> l.cpu("1").memory("4Gi").gpu(1))
                        .build())));
  }

  // ToReplicaSpecWithOverrides, common_operator.go: "Master should have a single replica".
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"masterReplicas\": null}",
        "{\"masterReplicas\": {}}",
        "{\"masterReplicas\": {\"replicas\": 5}}",
        "{\"masterReplicas\": {\"replicas\": -5}}",
        "{\"masterReplicas\": {\"replicas\": 2, \"common\": {\"replicas\": 3}}}"
      })
  void ofASingleRoleThereIsAlwaysOne(String json) {
    assertThat(CustomReader.read(CustomJson.read(json), ALL, Set.of(ReplicaType.MASTER)))
        .isEqualTo(cluster(Map.of(ReplicaType.MASTER, ReplicaSpec.of(1))));
  }

  @Test
  void unknownKeysArePassedOver() {
    assertThat(
            read(
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
    assertThat(read("{}")).isEqualTo(cluster(Map.of()));
  }

  static Stream<Arguments> refusals() {
    String check =
        " is expected: check that the task type version is the one that this was" + " written for";
    String whole = ", but that is no whole number of 32 bits: use a whole number";
    return Stream.of(
        arguments("{'workerReplicas': 2}", "custom.workerReplicas is 2, but an object" + check),
        arguments(
            "{'workerReplicas': []}", "custom.workerReplicas is a list, but an object" + check),
        arguments(
            "{'workerReplicas': {'replicas': true}}",
            "custom.workerReplicas.replicas is true, but a number" + check),
        arguments(
            "{'workerReplicas': {'replicas': 'two'}}",
            "custom.workerReplicas.replicas is \"two\", but a number" + check),
        arguments(
            "{'workerReplicas': {'replicas': 0.5}}",
            "custom.workerReplicas.replicas is 0.5" + whole),
        arguments(
            "{'workerReplicas': {'image': 3}}",
            "custom.workerReplicas.image is 3, but a string" + check),
        arguments(
            "{'workerReplicas': {'replicas': 1, 'image': 'A'}}",
            "custom.workerReplicas.image is \"A\", but that is no image reference: write"
                + " for example ghcr.io/team/train:1.4 or {{.image.gpu}}"),
        arguments(
            "{'workerReplicas': {'replicas': '2147483648'}}",
            "custom.workerReplicas.replicas is 2147483648" + whole),
        arguments(
            "{'workerReplicas': {'replicas': '1.0'}}",
            "custom.workerReplicas.replicas is \"1.0\", but a number" + check),
        arguments(
            "{'workerReplicas': {'restartPolicy': 3}}",
            "custom.workerReplicas.restartPolicy is 3, but Flyte does not know it: use one of"
                + " RESTART_POLICY_NEVER, RESTART_POLICY_ON_FAILURE, RESTART_POLICY_ALWAYS"),
        arguments(
            "{'workerReplicas': {'restartPolicy': -1}}",
            "custom.workerReplicas.restartPolicy is -1, but Flyte does not know it: use one of"
                + " RESTART_POLICY_NEVER, RESTART_POLICY_ON_FAILURE, RESTART_POLICY_ALWAYS"),
        arguments(
            "{'workerReplicas': {'restartPolicy': ''}}",
            "custom.workerReplicas.restartPolicy is \"\", but Flyte does not know it: use one of"
                + " RESTART_POLICY_NEVER, RESTART_POLICY_ON_FAILURE, RESTART_POLICY_ALWAYS"),
        arguments(
            "{'workerReplicas': {'restartPolicy': true}}",
            "custom.workerReplicas.restartPolicy is true, but a string" + check),
        arguments(
            "{'workerReplicas': {'restartPolicy': 'RESTART_POLICY_EXIT_CODE'}}",
            "custom.workerReplicas.restartPolicy is \"RESTART_POLICY_EXIT_CODE\", but Flyte does"
                + " not know it: use one of RESTART_POLICY_NEVER, RESTART_POLICY_ON_FAILURE,"
                + " RESTART_POLICY_ALWAYS"),
        arguments(
            "{'workerReplicas': {'common': 'x'}}",
            "custom.workerReplicas.common is \"x\", but an object" + check),
        arguments(
            "{'workerReplicas': {'replicas': 'x', 'common': {'replicas': 1}}}",
            "custom.workerReplicas.replicas is \"x\", but a number" + check),
        arguments(
            "{'workerReplicas': {'common': {'replicas': 1, 'resources': {'limits': ["
                + "{'name': 'CPU', 'value': 'two'}, {'name': 'CPU', 'value': '2'}]}}}}",
            "custom.workerReplicas.common.resources.limits.cpu is \"two\", but that is no quantity"
                + " that Kubernetes could hold: write for example 500m, 2 or 1.5"),
        arguments(
            "{'psReplicas': {'resources': []}}",
            "custom.psReplicas.resources is a list, but an object" + check),
        arguments(
            "{'psReplicas': {'resources': {'requests': {'cpu': '1'}}}}",
            "custom.psReplicas.resources.requests is an object, but a list" + check),
        arguments(
            "{'psReplicas': {'resources': {'limits': [{'name': 'CPU', 'value': '1'}, 7]}}}",
            "custom.psReplicas.resources.limits[1] is 7, but an object" + check),
        arguments(
            "{'psReplicas': {'resources': {'limits': [null]}}}",
            "custom.psReplicas.resources.limits[0] is null, but an object" + check),
        arguments(
            "{'psReplicas': {'resources': {'limits': [{'name': 'TPU', 'value': '1'}]}}}",
            "custom.psReplicas.resources.limits[0].name is \"TPU\", but Flyte does not know it: use"
                + " one of UNKNOWN, CPU, GPU, MEMORY, STORAGE, EPHEMERAL_STORAGE"),
        arguments(
            "{'psReplicas': {'resources': {'limits': [{'name': 'CPU', 'value': 1}]}}}",
            "custom.psReplicas.resources.limits[0].value is 1, but a string" + check),
        arguments(
            "{'psReplicas': {'replicas': 1, 'resources': {'limits': [{'name': 'CPU'}]}}}",
            "custom.psReplicas.resources.limits.cpu is \"\", but that is no quantity that"
                + " Kubernetes could hold: write for example 500m, 2 or 1.5"),
        arguments(
            "{'psReplicas': {'replicas': 1, 'resources': {'requests': [{'name': 'GPU', 'value': '1'}],"
                + " 'limits': [{'name': 'GPU', 'value': '2'}]}}}",
            "custom.psReplicas.requests.gpu is \"1\", but the limit is \"2\" and Kubernetes wants"
                + " both equal: set one of them only"),
        arguments("{'runPolicy': 'x'}", "custom.runPolicy is \"x\", but an object" + check),
        arguments(
            "{'runPolicy': {'cleanPodPolicy': 'CLEANPOD_POLICY_SOME'}}",
            "custom.runPolicy.cleanPodPolicy is \"CLEANPOD_POLICY_SOME\", but Flyte does not know"
                + " it: use one of CLEANPOD_POLICY_NONE, CLEANPOD_POLICY_RUNNING,"
                + " CLEANPOD_POLICY_ALL"),
        arguments(
            "{'runPolicy': {'backoffLimit': -1}}",
            "custom.runPolicy.backoffLimit is -1, but a count cannot be negative: use 1 or more, or"
                + " leave it out; restartPolicy NEVER means no restarts"),
        arguments(
            "{'runPolicy': {'ttlSecondsAfterFinished': -1}}",
            "custom.runPolicy.ttlAfterFinished is PT-1S, but a duration cannot be negative: use at"
                + " least PT1S"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aWrongTypeIsRefusedAtItsPlace(String json, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read(json.replace('\'', '"')))
        .withMessage(sentence);
  }

  @Test
  void aLongValueIsNotQuotedWhole() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> read("{\"runPolicy\": \"" + "x".repeat(1_000_000) + "\"}"))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
  }

  @Test
  void nullIsNoCustomField() {
    assertThatNullPointerException().isThrownBy(() -> CustomReader.read((Struct) null, ALL));
  }

  @Test
  void rolesThatTheMessageDoesNotHaveArePassedOver() {
    String json = "{\"masterReplicas\": 1, \"workerReplicas\": {\"replicas\": 2}}";

    assertThat(CustomReader.read(CustomJson.read(json), EnumSet.of(ReplicaType.WORKER)))
        .isEqualTo(cluster(Map.of(ReplicaType.WORKER, ReplicaSpec.of(2))));
  }

  private static TrainingCluster read(String json) {
    return CustomReader.read(CustomJson.read(json), ALL);
  }

  private static TrainingCluster cluster(Map<ReplicaType, ReplicaSpec> replicas) {
    Map<ReplicaType, ReplicaSpec> sorted = new EnumMap<>(ReplicaType.class);
    sorted.putAll(replicas);
    return TrainingCluster.of(sorted, RunPolicy.empty());
  }
}
