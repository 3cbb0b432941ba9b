package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a replica ends up with. In the tables {@code cpu=1..2} is a request and a limit, {@code
 * cpu=1..} a request and {@code cpu=..2} a limit.
 */
class ReplicaResourcesTest {
  @ParameterizedTest(name = "role \"{0}\", task \"{1}\"")
  @CsvSource(
      delimiter = '|',
      value = {
        // seen on a server, and in the recorded jobs
        "gpu=..1                  | cpu=8.. memory=32Gi..    | cpu=1..1 memory=1Gi..1Gi gpu=1..1   | PLATFORM PLATFORM ROLE",
        "                         | cpu=8.. memory=32Gi..    | cpu=8..8 memory=32Gi..32Gi          | TASK TASK",
        "                         | cpu=1..2 memory=2Gi..4Gi | cpu=1..2 memory=2Gi..4Gi            | TASK TASK",
        "                         |                          | cpu=1..1 memory=1Gi..1Gi            | PLATFORM PLATFORM",
        "cpu=4..                  | cpu=1..2 memory=2Gi..4Gi | cpu=4..4 memory=1Gi..1Gi            | ROLE PLATFORM",
        "cpu=1.. memory=1Gi..     | cpu=..2 gpu=..1          | cpu=1..1 memory=1Gi..1Gi gpu=1..1   | ROLE ROLE TASK",
        "gpu=2..                  | gpu=..1                  | cpu=1..1 memory=1Gi..1Gi gpu=2..2   | PLATFORM PLATFORM ROLE",
        "cpu=250m..1.5            |                          | cpu=250m..1.5 memory=1Gi..1Gi       | ROLE PLATFORM",
      })
  void ofAPlatformWithoutLimits(String role, String task, String gets, String origins) {
    ReplicaResources resources =
        ReplicaResources.onPlatform(role(role), task(task), FlytePlatform.unlimited());

    assertThat(text(resources)).isEqualTo(sorted(gets));
    assertThat(origins(resources)).isEqualTo(origins.strip());
    assertThat(resources.lowered()).isEmpty();
  }

  @ParameterizedTest(name = "role \"{0}\", task \"{1}\"")
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu=..1                  | cpu=1.. memory=1Gi..     | cpu=2..2 memory=200Mi..200Mi gpu=1..1 |",
        "                         |                          | cpu=2..2 memory=200Mi..200Mi          |",
        "cpu=8.. memory=512Mi..   |                          | cpu=2..2 memory=512Mi..512Mi          | CPU",
        "cpu=1..8 memory=512Mi..  |                          | cpu=1..2 memory=512Mi..512Mi          | CPU",
        "cpu=1.. memory=512Mi..4G |                          | cpu=1..1 memory=512Mi..1Gi            | MEMORY",
        "cpu=1.. memory=1Gi.. gpu=..4 |                      | cpu=1..1 memory=1Gi..1Gi gpu=1..1     | GPU",
        "cpu=1.. memory=1Gi..     | cpu=64.. memory=64Gi..   | cpu=1..1 memory=1Gi..1Gi              |",
        "                         | cpu=64..                 | cpu=2..2 memory=200Mi..200Mi          | CPU",
      })
  void ofAStockPlatform(String role, String task, String gets, String lowered) {
    ReplicaResources resources =
        ReplicaResources.onPlatform(role(role), task(task), FlytePlatform.stock());

    assertThat(text(resources)).isEqualTo(sorted(gets));
    assertThat(resources.lowered().stream().map(Enum::name).collect(Collectors.joining(" ")))
        .isEqualTo(lowered == null ? "" : lowered);
  }

  @ParameterizedTest(name = "role \"{0}\", task \"{1}\"")
  @CsvSource(
      delimiter = '|',
      value = {
        "                         |                          |                                     |",
        "cpu=1..                  |                          | cpu=1..                             | ROLE",
        "cpu=..4                  | cpu=1..2 memory=2Gi..    | cpu=..4 memory=2Gi..                | ROLE TASK",
        "gpu=..1                  | cpu=1..2 memory=2Gi..    | cpu=1..2 memory=2Gi.. gpu=..1       | TASK TASK ROLE",
      })
  void withoutFlyte(String role, String task, String gets, String origins) {
    ReplicaResources resources = ReplicaResources.asWritten(role(role), task(task));

    assertThat(text(resources)).isEqualTo(sorted(gets));
    assertThat(origins(resources)).isEqualTo(origins == null ? "" : origins);
  }

  private static ReplicaSpec role(String text) {
    return ReplicaSpec.builder().requests(list(text, 0)).limits(list(text, 1)).build();
  }

  private static TaskContainer task(String text) {
    return TaskContainer.builder().requests(list(text, 0)).limits(list(text, 1)).build();
  }

  private static ResourceList list(String text, int half) {
    ResourceList.Builder list = ResourceList.builder();
    for (String resource : (text == null ? "" : text.strip()).split(" ", -1)) {
      String[] halves = (resource.replaceFirst("^[a-z]*=?", "") + "..").split("\\.\\.", -1);
      String amount = halves[half];
      if (!amount.isEmpty()) {
        switch (resource.replaceFirst("=.*", "")) {
          case "cpu" -> list.cpu(amount);
          case "memory" -> list.memory(amount);
          case "gpu" -> list.gpu(amount);
          default -> throw new AssertionError(resource);
        }
      }
    }
    return list.build();
  }

  private static String text(ReplicaResources resources) {
    Map<String, String> parts = new TreeMap<>();
    resources
        .origins()
        .keySet()
        .forEach(
            name ->
                parts.put(
                    name.name().toLowerCase(Locale.ROOT),
                    amount(resources.requests(), name) + ".." + amount(resources.limits(), name)));
    return parts.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String amount(ResourceList list, ResourceName name) {
    return list.quantities().containsKey(name) ? list.quantities().get(name).toString() : "";
  }

  private static String sorted(String text) {
    return text == null
        ? ""
        : Arrays.stream(text.strip().split(" ", -1)).sorted().collect(Collectors.joining(" "));
  }

  // Of cpu, memory and GPUs, those that there are.
  private static String origins(ReplicaResources resources) {
    return new TreeMap<>(resources.origins())
        .entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                    origin -> List.of("CPU", "MEMORY", "GPU").indexOf(origin.getKey().name())))
            .map(origin -> origin.getValue().name())
            .collect(Collectors.joining(" "));
  }
}
