package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.spi.TaskStorage;

/** The values of the digits network in the newest checkpoint. */
final class SavedWeights {
  private SavedWeights() {}

  static Map<String, List<Float>> read(TaskStorage storage) {
    try (Checkpoints checkpoints =
            new Checkpoints(CheckpointPolicy.builder().build(), storage, step -> {});
        TrainingGraph graph = TrainingGraph.forScoring(Digits::model);
        TrainingSession session = TrainingSession.local(graph, Digits.RUNTIME)) {
      assertThat(checkpoints.fetch()).isPresent();
      session.restore(checkpoints.fetched());
      Map<String, List<Float>> weights = new TreeMap<>();
      session.variables().forEach((name, values) -> weights.put(name, boxed(values)));
      return weights;
    }
  }

  /** The largest difference between two values of one place. */
  static double difference(Map<String, List<Float>> a, Map<String, List<Float>> b) {
    assertThat(a.keySet()).isEqualTo(b.keySet());
    double largest = 0;
    for (String name : a.keySet()) {
      assertThat(a.get(name)).hasSameSizeAs(b.get(name));
      for (int i = 0; i < a.get(name).size(); i++) {
        largest = Math.max(largest, Math.abs(a.get(name).get(i) - b.get(name).get(i)));
      }
    }
    return largest;
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>();
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}
