package org.flytekitplugins.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.tensorflow.fixtures.RecordedData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the training operator made of jobs, on machines that have it beside the checkout: which pods
 * there are, which of them leads, whether it is restarted, and its {@code TF_CONFIG}, byte for byte
 * as we write it and as a replica reads it.
 */
class RecordedTfConfigTest {
  private static final String JOB = "f6d1e3c5b7a9-n0-0";
  private static final String NAMESPACE = "flytesnacks-development";
  private static final Map<RestartPolicy, String> POLICIES =
      Map.of(
          RestartPolicy.NEVER, "Never",
          RestartPolicy.ON_FAILURE, "OnFailure",
          RestartPolicy.ALWAYS, "Always");

  /** A pod, as the operator made it and as we say it is. */
  record Pod(String restartPolicy, boolean leads, String tfConfig) {}

  @TestFactory
  Stream<DynamicTest> thePodsAreTheRecordedOnes() throws IOException {
    return RecordedData.tfJobs().stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> check(read(file))));
  }

  private static void check(Map<?, ?> job) {
    TrainingCluster cluster = cluster((Map<?, ?>) job.get("custom"));
    SortedMap<Replica, String> addresses = addresses(cluster);

    Map<String, Pod> ours = new TreeMap<>();
    for (Replica replica : addresses.keySet()) {
      Map<String, String> variables =
          new TensorflowJobKind().variables(cluster, replica, addresses);
      TrainingContext context = TrainingContext.of(variables);
      RestartPolicy policy = cluster.replicas().get(replica.type()).restartPolicy();
      ours.put(
          replica.toString(),
          new Pod(POLICIES.get(policy), context.isPrimary(), variables.get("TF_CONFIG")));
      if (addresses.size() > 1) {
        assertThat(context.replica()).isEqualTo(replica);
        assertThat(context.addresses()).isEqualTo(addresses);
      }
    }
    assertThat(ours).isEqualTo(recorded((Map<?, ?>) job.get("pods")));
  }

  private static Map<String, Pod> recorded(Map<?, ?> pods) {
    Map<String, Pod> recorded = new TreeMap<>();
    pods.forEach(
        (name, pod) -> {
          Map<?, ?> fields = (Map<?, ?>) pod;
          recorded.put(
              (String) name,
              new Pod(
                  (String) fields.get("restartPolicy"),
                  (Boolean) fields.get("leads"),
                  (String) fields.get("TF_CONFIG")));
        });
    return recorded;
  }

  private static TrainingCluster cluster(Map<?, ?> custom) {
    Map<ReplicaType, ReplicaSpec> replicas = new EnumMap<>(ReplicaType.class);
    for (ReplicaType type : ReplicaType.values()) {
      Map<?, ?> group = (Map<?, ?>) custom.get(type.lowerCaseName() + "Replicas");
      if (group != null) {
        Object policy = group.get("restartPolicy");
        replicas.put(
            type,
            ReplicaSpec.builder()
                .replicas(((Number) group.get("replicas")).intValue())
                .restartPolicy(
                    policy == null
                        ? RestartPolicy.NEVER
                        : RestartPolicy.valueOf(
                            policy.toString().substring("RESTART_POLICY_".length())))
                .build());
      }
    }
    return TrainingCluster.of(replicas, RunPolicy.empty());
  }

  private static SortedMap<Replica, String> addresses(TrainingCluster cluster) {
    SortedMap<Replica, String> addresses = new TreeMap<>();
    cluster
        .replicas()
        .forEach(
            (type, spec) -> {
              for (int i = 0; i < spec.replicas(); i++) {
                Replica replica = Replica.of(type, i);
                addresses.put(replica, JOB + "-" + replica + "." + NAMESPACE + ".svc:2222");
              }
            });
    return addresses;
  }

  private static Map<?, ?> read(Path file) {
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      json.nextToken();
      return (Map<?, ?>) value(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          fields.put(name, value(json));
        }
        return fields;
      }
      case START_ARRAY -> {
        json.skipChildren();
        return List.of();
      }
      case VALUE_STRING -> {
        return json.getText();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return json.getNumberValue();
      }
      default -> {
        return json.getBooleanValue();
      }
    }
  }
}
