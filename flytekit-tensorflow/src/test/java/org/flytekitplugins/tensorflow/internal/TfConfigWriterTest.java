package org.flytekitplugins.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfConfigWriterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "worker:2",
        "worker:12",
        "chief:1 worker:1",
        "chief:1 worker:3",
        "chief:1 worker:2 ps:1",
        "chief:1 worker:2 ps:2 evaluator:1",
        "worker:1 ps:1",
        "worker:4 ps:2",
        "worker:2 evaluator:1",
        "worker:1 ps:3 evaluator:1",
        "master:1 worker:2",
        "master:1 worker:1 ps:1 evaluator:1",
        "chief:1 ps:1",
        "chief:1 evaluator:1",
        "chief:2 worker:1",
      })
  void everyReplicaGetsWhatTheOperatorGivesIt(String shape) throws IOException {
    SortedMap<Replica, String> addresses = addresses(shape);

    List<String> written =
        addresses.keySet().stream()
            .map(r -> r + " " + variables(shape, r).get("TF_CONFIG"))
            .toList();

    assertThat(written).isEqualTo(golden(shape));
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker:3", "chief:1 worker:2 ps:2 evaluator:1", "master:1 worker:2"})
  void whatIsWrittenReadsBack(String shape) {
    SortedMap<Replica, String> addresses = addresses(shape);
    Replica primary = new TensorflowJobKind().primary(ClusterText.cluster(shape));

    for (Replica replica : addresses.keySet()) {
      TrainingContext context = TrainingContext.of(variables(shape, replica));

      assertThat(context.replica()).isEqualTo(replica);
      assertThat(context.addresses()).isEqualTo(addresses);
      assertThat(context.size()).isEqualTo(addresses.size());
      assertThat(context.isPrimary()).isEqualTo(replica.equals(primary));
    }
  }

  @Test
  void aReplicaThatIsAloneGetsNone() {
    for (String shape : List.of("worker:1", "chief:1", "master:1")) {
      SortedMap<Replica, String> addresses = addresses(shape);

      assertThat(variables(shape, addresses.firstKey())).isEqualTo(Map.of());
    }
  }

  private static Map<String, String> variables(String shape, Replica replica) {
    return new TensorflowJobKind().variables(ClusterText.cluster(shape), replica, addresses(shape));
  }

  private static SortedMap<Replica, String> addresses(String shape) {
    return ClusterText.replicas(ClusterText.cluster(shape)).stream()
        .collect(
            Collectors.toMap(
                replica -> replica,
                replica -> "digits-" + replica + ".training.svc:2222",
                (a, b) -> a,
                TreeMap::new));
  }

  private static List<String> golden(String shape) throws IOException {
    String name = "tf-config/" + shape.replace(":", "").replace(" ", "-") + ".txt";
    try (InputStream golden = TfConfigWriterTest.class.getResourceAsStream(name)) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
