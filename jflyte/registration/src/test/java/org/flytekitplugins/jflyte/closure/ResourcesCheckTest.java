package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.Resources.ResourceName;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CPU | 2 | 2",
        "CPU | 500m | 1",
        "CPU | 2000m | 2",
        "MEMORY | 1Gi | 1024Mi",
        "MEMORY | 1G | 1Gi",
        "EPHEMERAL_STORAGE | 1Gi | 2Gi",
        "GPU | 1 | 1",
        "GPU | 1000m | 1",
        "MEMORY | 0 | 1",
      })
  void aRequestUpToItsLimitIsTaken(ResourceName name, String request, String limit) {
    Resources resources = resources(name, request, limit);

    assertThat(ResourcesCheck.checked(resources, "task T")).isSameAs(resources);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CPU | 3 | 2 | cpu is \"3\", which is above its limit of 2: request at most that, or raise"
            + " the limit",
        "CPU | 1500m | 1.2 | cpu is \"1500m\", which is above its limit of 1.2: request at most"
            + " that, or raise the limit",
        "MEMORY | 1Gi | 1G | memory is \"1Gi\", which is above its limit of 1G: request at most"
            + " that, or raise the limit",
        "EPHEMERAL_STORAGE | 3Gi | 2Gi | ephemeral_storage is \"3Gi\", which is above its limit of"
            + " 2Gi: request at most that, or raise the limit",
        "GPU | 2 | 1 | gpu is \"2\", but its limit is 1, and a GPU cannot be shared: request as"
            + " many as the limit, or leave the request out",
        "GPU | 1 | 2 | gpu is \"1\", but its limit is 2, and a GPU cannot be shared: request as"
            + " many as the limit, or leave the request out",
        "GPU | 0.5 | 1 | gpu is \"0.5\", but GPUs cannot be divided: ask for a whole number, such"
            + " as 1",
        "CPU | -1 | 1 | cpu is \"-1\", which is below zero: ask for more, or leave it out",
        "MEMORY | 500m | 1Gi | memory is \"500m\", which is less than a byte: write for example"
            + " 500Mi",
        "CPU | 1.2.3 | 1 | cpu: \"1.2.3\" is not a Kubernetes quantity: write for example 2 or"
            + " 4Gi",
      })
  void whatFlyteWouldRefuseOrChangeIsNot(
      ResourceName name, String request, String limit, String sentence) {
    assertThatThrownBy(() -> ResourcesCheck.checked(resources(name, request, limit), "task T"))
        .isInstanceOf(JflyteException.class)
        .hasMessage("task T: resources.requests." + sentence);
  }

  @Test
  void whatIsWrittenForExampleIsTakenInItsPlace() {
    for (ResourceName name : List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.GPU)) {
      for (String example : List.of("2", "4Gi")) {
        Resources resources = resources(name, example, example);
        assertThat(ResourcesCheck.checked(resources, "task T")).isSameAs(resources);
      }
    }
  }

  @Test
  void limitsAreLookedAtWithoutRequestsToo() {
    Resources limits = Resources.builder().limits(Map.of(ResourceName.GPU, "1.5")).build();

    assertThatThrownBy(() -> ResourcesCheck.checked(limits, "task T"))
        .hasMessage(
            "task T: resources.limits.gpu is \"1.5\", but GPUs cannot be divided: ask for a whole"
                + " number, such as 1");
  }

  private static Resources resources(ResourceName name, String request, String limit) {
    return Resources.builder().requests(Map.of(name, request)).limits(Map.of(name, limit)).build();
  }
}
