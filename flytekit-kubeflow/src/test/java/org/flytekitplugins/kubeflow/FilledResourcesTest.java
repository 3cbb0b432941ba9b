package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a role asks for when the task asks for cpu and memory. Quantities are {@code name=1 …}. */
class FilledResourcesTest {
  @ParameterizedTest
  @CsvSource({
    // A role that says nothing gets all from Flyte, one that says cpu or memory keeps its word.
    "'', '', CPU=2 MEMORY=4Gi, '', '', ''",
    "CPU=1, '', CPU=2 MEMORY=4Gi, '', CPU=1, ''",
    "MEMORY=1Gi, '', CPU=2, '', MEMORY=1Gi, ''",
    "'', CPU=1, CPU=2 MEMORY=4Gi, CPU=3, '', CPU=1",
    "'', MEMORY=1Gi, CPU=2, '', '', MEMORY=1Gi",
    // One that says anything else would lose the task's.
    "GPU=1, '', CPU=2 MEMORY=4Gi, '', GPU=1 CPU=2 MEMORY=4Gi, ''",
    "'', GPU=1, CPU=2, MEMORY=8Gi, CPU=2, GPU=1 MEMORY=8Gi",
    "EPHEMERAL_STORAGE=1Gi, '', '', CPU=4, EPHEMERAL_STORAGE=1Gi, CPU=4",
    "'', EPHEMERAL_STORAGE=1Gi, MEMORY=4Gi, '', MEMORY=4Gi, EPHEMERAL_STORAGE=1Gi",
    // Flyte drops a zero.
    "GPU=1, '', CPU=0 MEMORY=4Gi, CPU=0m, GPU=1 MEMORY=4Gi, ''",
    // Only cpu and memory need it.
    "GPU=1, '', CPU=2 EPHEMERAL_STORAGE=9Gi, '', GPU=1 CPU=2, ''",
    "GPU=1, '', EPHEMERAL_STORAGE=9Gi, GPU=2, GPU=1, ''",
    "GPU=1, '', '', '', GPU=1, ''",
  })
  void areTheRolesOwnAndTheTasksCpuAndMemory(
      String requests,
      String limits,
      String taskRequests,
      String taskLimits,
      String filledRequests,
      String filledLimits) {
    SdkResources task =
        SdkResources.builder()
            .requests(quantities(taskRequests))
            .limits(quantities(taskLimits))
            .build();

    assertThat(TaskResources.fill(worker(spec(requests, limits)), task))
        .isEqualTo(worker(spec(filledRequests, filledLimits)));
  }

  @Test
  void areTheRolesOwnWhereTheTaskSaysNothing() {
    Map<ReplicaType, ReplicaSpec> worker = worker(spec("GPU=1", ""));

    assertThat(TaskResources.fill(worker, SdkResources.builder().build())).isEqualTo(worker);
  }

  @ParameterizedTest
  @CsvSource({
    "CPU=many, ''",
    "CPU=-1, ''",
    "CPU=2, CPU=1",
    "CPU=2, MEMORY=500m",
  })
  void areTheRolesOwnWhereRegistrationRefusesTheTasks(String requests, String limits) {
    Map<ReplicaType, ReplicaSpec> worker = worker(spec("GPU=1", ""));
    SdkResources task =
        SdkResources.builder().requests(quantities(requests)).limits(quantities(limits)).build();

    assertThat(TaskResources.fill(worker, task)).isEqualTo(worker);
  }

  private static Map<ReplicaType, ReplicaSpec> worker(ReplicaSpec spec) {
    return Map.of(ReplicaType.WORKER, spec);
  }

  private static ReplicaSpec spec(String requests, String limits) {
    return ReplicaSpec.builder()
        .requests(ResourceList.of(quantities(requests)))
        .limits(ResourceList.of(quantities(limits)))
        .build();
  }

  private static Map<ResourceName, String> quantities(String text) {
    Map<ResourceName, String> quantities = new EnumMap<>(ResourceName.class);
    for (String quantity : text.split(" ", -1)) {
      int equals = quantity.indexOf('=');
      if (equals > 0) {
        quantities.put(
            ResourceName.valueOf(quantity.substring(0, equals)), quantity.substring(equals + 1));
      }
    }
    return quantities;
  }
}
