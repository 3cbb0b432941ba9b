package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.flytekitplugins.kubeflow.internal.Json;
import org.junit.jupiter.api.Test;

/** The custom field says to protobuf's own JSON parser exactly what was asked. */
class CustomWritingTest {
  @Test
  void everythingThatCanBeAskedIsSaid() throws IOException {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(
                ReplicaType.CHIEF, ReplicaSpec.of(1),
                ReplicaType.WORKER,
                    ReplicaSpec.builder()
                        .replicas(2)
                        .image("trainer:gpu")
                        .requests(r -> r.cpu("500m").memory("4Gi"))
                        .limits(r -> r.gpu(1))
                        .restartPolicy(RestartPolicy.ON_FAILURE)
                        .build(),
                ReplicaType.PS,
                    ReplicaSpec.builder()
                        .limits(r -> r.ephemeralStorage("1Gi"))
                        .restartPolicy(RestartPolicy.ALWAYS)
                        .build(),
                ReplicaType.EVALUATOR, ReplicaSpec.of(1)),
            RunPolicy.builder()
                .cleanPodPolicy(CleanPodPolicy.NONE)
                .ttlAfterFinished(Duration.ofHours(1))
                .activeDeadline(Duration.ofMinutes(1))
                .backoffLimit(3)
                .build());

    assertThat(parsed(cluster))
        .isEqualTo(
            Json.parse(
                """
                {"chiefReplicas": {"replicas": 1},
                 "workerReplicas": {
                   "replicas": 2,
                   "image": "trainer:gpu",
                   "resources": {
                     "requests": [{"name": "CPU", "value": "500m"},
                                  {"name": "MEMORY", "value": "4Gi"}],
                     "limits": [{"name": "GPU", "value": "1"}]},
                   "restartPolicy": "RESTART_POLICY_ON_FAILURE"},
                 "psReplicas": {
                   "replicas": 1,
                   "resources": {"limits": [{"name": "EPHEMERAL_STORAGE", "value": "1Gi"}]},
                   "restartPolicy": "RESTART_POLICY_ALWAYS"},
                 "evaluatorReplicas": {"replicas": 1},
                 "runPolicy": {
                   "cleanPodPolicy": "CLEANPOD_POLICY_NONE",
                   "ttlSecondsAfterFinished": 3600,
                   "activeDeadlineSeconds": 60,
                   "backoffLimit": 3}}
                """));
  }

  @Test
  void whatIsNotAskedIsAbsent() {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(ReplicaType.WORKER, ReplicaSpec.of(1), ReplicaType.PS, ReplicaSpec.of(0)),
            RunPolicy.empty());

    assertThat(CustomJson.print(CustomWriter.write(cluster).build()))
        .isEqualTo("{\"workerReplicas\":{\"replicas\":1.0}}");
  }

  @Property(tries = 300)
  @Domain(Clusters.class)
  void flytesTensorflowMessageIsWhatWasAsked(@ForAll TrainingCluster any) {
    TrainingCluster cluster = without(any, Set.of(ReplicaType.MASTER));

    assertDecodes(KubeflowMessages.TENSORFLOW, cluster);
  }

  @Property(tries = 300)
  @Domain(Clusters.class)
  void flytesPytorchMessageIsWhatWasAsked(@ForAll TrainingCluster any) {
    TrainingCluster cluster =
        without(any, Set.of(ReplicaType.CHIEF, ReplicaType.PS, ReplicaType.EVALUATOR));

    assertDecodes(KubeflowMessages.PYTORCH, cluster);
  }

  @Property(tries = 300)
  @Domain(Clusters.class)
  void whatIsWrittenReadsBack(@ForAll TrainingCluster cluster) {
    String json = CustomJson.print(CustomWriter.write(cluster).build());

    assertThat(CustomReader.read(CustomJson.read(json), EnumSet.allOf(ReplicaType.class)))
        .isEqualTo(cluster);
    assertThat(json.substring(1)).doesNotContain("{}", "[]", "null", "common", "\"\"");
  }

  @Property(tries = 100)
  @Domain(Clusters.class)
  void equalClustersGiveEqualBytes(@ForAll TrainingCluster cluster) {
    Map<ReplicaType, ReplicaSpec> backwards = new LinkedHashMap<>();
    ReplicaType[] types = ReplicaType.values();
    for (int i = types.length - 1; i >= 0; i--) {
      ReplicaSpec spec = cluster.replicas().get(types[i]);
      if (spec != null) {
        backwards.put(types[i], Serialized.copyOf(spec));
      }
    }

    assertThat(
            CustomJson.print(
                CustomWriter.write(TrainingCluster.of(backwards, cluster.runPolicy())).build()))
        .isEqualTo(CustomJson.print(CustomWriter.write(cluster).build()));
  }

  private static void assertDecodes(String message, TrainingCluster cluster) {
    assertThat(
            KubeflowMessages.fromJson(
                message, CustomJson.print(CustomWriter.write(cluster).build())))
        .isEqualTo(KubeflowMessages.fromText(message, textOf(cluster)));
  }

  /** A cluster in protobuf's text format. */
  private static String textOf(TrainingCluster cluster) {
    StringBuilder text = new StringBuilder();
    cluster
        .replicas()
        .forEach(
            (type, spec) ->
                text.append(type.lowerCaseName() + "_replicas {" + textOf(spec) + "}\n"));
    RunPolicy policy = cluster.runPolicy();
    if (!policy.equals(RunPolicy.empty())) {
      text.append("run_policy {");
      if (policy.cleanPodPolicy() != null) {
        text.append(" clean_pod_policy: CLEANPOD_POLICY_" + policy.cleanPodPolicy());
      }
      if (policy.ttlAfterFinished() != null) {
        text.append(" ttl_seconds_after_finished: " + policy.ttlAfterFinished().toSeconds());
      }
      if (policy.activeDeadline() != null) {
        text.append(" active_deadline_seconds: " + policy.activeDeadline().toSeconds());
      }
      if (policy.backoffLimit() != null) {
        text.append(" backoff_limit: " + policy.backoffLimit());
      }
      text.append("}");
    }
    return text.toString();
  }

  private static String textOf(ReplicaSpec spec) {
    String text =
        "replicas: " + spec.replicas() + " restart_policy: RESTART_POLICY_" + spec.restartPolicy();
    if (spec.image() != null) {
      text += " image: \"" + spec.image() + "\"";
    }
    if (!spec.requests().isEmpty() || !spec.limits().isEmpty()) {
      text +=
          " resources {"
              + textOf("requests", spec.requests())
              + textOf("limits", spec.limits())
              + "}";
    }
    return text;
  }

  private static String textOf(String field, ResourceList list) {
    StringBuilder text = new StringBuilder();
    list.quantities()
        .forEach(
            (name, quantity) ->
                text.append(field + " { name: " + name + " value: \"" + quantity + "\" } "));
    return text.toString();
  }

  private static TrainingCluster without(TrainingCluster cluster, Set<ReplicaType> types) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    replicas.putAll(cluster.replicas());
    replicas.keySet().removeAll(types);
    return TrainingCluster.of(replicas, cluster.runPolicy());
  }

  /** The JSON of a custom field, with whole numbers as such: protobuf prints doubles. */
  private static Object parsed(TrainingCluster cluster) throws IOException {
    return Json.parse(
        CustomJson.print(CustomWriter.write(cluster).build()).replaceAll("\\.0(?=[,}])", ""));
  }
}
