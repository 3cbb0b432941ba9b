package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources of a replica: each above zero, GPUs whole, none that Flyte ignores. */
class ResourceListTest {
  private static final String MALFORMED = ", but that is no quantity that Kubernetes could hold: ";
  private static final String NEGATIVE = ", but a quantity cannot be negative: ";
  private static final String ZERO = ", but Flyte drops a quantity of zero: ";
  private static final String DIVIDED = ", but GPUs cannot be divided: write for example 1 or 2";
  private static final String CPU = "write for example 500m, 2 or 1.5";
  private static final String MEMORY = "write for example 512Mi or 4Gi";
  private static final String STORAGE = "write for example 500Mi or 20Gi";
  private static final String BELOW_A_BYTE = ", but that is less than one byte";
  private static final String THOUSANDTHS =
      ", because m stands for thousandths: write for example ";

  @Test
  void itKeepsWhatWasAsked() {
    ResourceList list =
        ResourceList.builder().ephemeralStorage("20Gi").memory("4Gi").gpu(2).cpu("500m").build();

    assertThat(list).hasToString("cpu=500m, gpu=2, memory=4Gi, ephemeralStorage=20Gi");
    assertThat(List.of(list.cpu(), list.memory(), list.gpu(), list.ephemeralStorage()).toString())
        .isEqualTo("[500m, 4Gi, 2, 20Gi]");
    assertThat(list.quantities().keySet())
        .containsExactly(
            ResourceName.CPU,
            ResourceName.GPU,
            ResourceName.MEMORY,
            ResourceName.EPHEMERAL_STORAGE);
  }

  @Test
  void nothingAskedIsEmpty() {
    ResourceList empty = ResourceList.empty();

    assertThat(empty).isEqualTo(ResourceList.builder().build()).hasToString("");
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.cpu()).isNull();
    assertThat(empty.memory()).isNull();
    assertThat(empty.gpu()).isNull();
    assertThat(empty.ephemeralStorage()).isNull();
    assertThat(ResourceList.builder().cpu("1").build().isEmpty()).isFalse();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(ResourceName.CPU, "two", "cpu is \"two\"" + MALFORMED + CPU),
        arguments(ResourceName.CPU, "", "cpu is \"\"" + MALFORMED + CPU),
        arguments(ResourceName.MEMORY, "4 Gi", "memory is \"4 Gi\"" + MALFORMED + MEMORY),
        arguments(ResourceName.MEMORY, "4GB", "memory is \"4GB\"" + MALFORMED + MEMORY),
        arguments(ResourceName.MEMORY, "8Ei", "memory is \"8Ei\"" + MALFORMED + MEMORY),
        arguments(
            ResourceName.GPU, "all", "gpu is \"all\"" + MALFORMED + "write for example 1 or 2"),
        arguments(ResourceName.CPU, "-1", "cpu is \"-1\"" + NEGATIVE + CPU),
        arguments(ResourceName.CPU, "-0.1n", "cpu is \"-0.1n\"" + NEGATIVE + CPU),
        arguments(ResourceName.CPU, "0", "cpu is \"0\"" + ZERO + CPU + ", or leave it out"),
        arguments(
            ResourceName.GPU,
            "-0",
            "gpu is \"-0\"" + ZERO + "write for example 1 or 2, or leave it out"),
        arguments(
            ResourceName.EPHEMERAL_STORAGE,
            "0Gi",
            "ephemeralStorage is \"0Gi\"" + ZERO + STORAGE + ", or leave it out"),
        arguments(ResourceName.GPU, "0.5", "gpu is \"0.5\"" + DIVIDED),
        arguments(ResourceName.GPU, "1500m", "gpu is \"1500m\"" + DIVIDED),
        arguments(
            ResourceName.MEMORY,
            "500m",
            "memory is \"500m\"" + BELOW_A_BYTE + THOUSANDTHS + "500Mi"),
        arguments(
            ResourceName.EPHEMERAL_STORAGE,
            "+20.5m",
            "ephemeralStorage is \"+20.5m\"" + BELOW_A_BYTE + THOUSANDTHS + "+20.5Mi"),
        arguments(
            ResourceName.MEMORY,
            "0.0000001m",
            "memory is \"0.0000001m\"" + BELOW_A_BYTE + ": " + MEMORY),
        arguments(
            ResourceName.MEMORY, "0.999", "memory is \"0.999\"" + BELOW_A_BYTE + ": " + MEMORY),
        arguments(
            ResourceName.MEMORY,
            "5000000n",
            "memory is \"5000000n\"" + BELOW_A_BYTE + ": " + MEMORY),
        arguments(
            ResourceName.EPHEMERAL_STORAGE,
            "1e-3",
            "ephemeralStorage is \"1e-3\"" + BELOW_A_BYTE + ": " + STORAGE),
        arguments(
            ResourceName.STORAGE,
            "1Gi",
            "storage is \"1Gi\", but Flyte ignores this resource: use ephemeralStorage, or leave"
                + " it out"),
        arguments(
            ResourceName.UNKNOWN,
            "1",
            "unknown is \"1\", but Flyte ignores this resource: use ephemeralStorage, or leave it"
                + " out"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotBeIsRefused(ResourceName name, String quantity, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ResourceList.of(Map.of(name, quantity)))
        .withMessage(sentence);
  }

  @Test
  void aByteIsEnoughAndAFractionOnTopOfItIsKubernetesAffair() {
    assertThat(Stream.of("1", "1000m", "1.5", "1e0", "0.1Gi"))
        .allSatisfy(
            memory -> assertThat(ResourceList.of(l -> l.memory(memory)).memory()).isNotNull());
  }

  @Test
  void coresMayBeNumbers() {
    assertThat(ResourceList.of(l -> l.cpu(2))).hasToString("cpu=2");
    assertThat(ResourceList.of(l -> l.cpu(0.5))).hasToString("cpu=0.5");
    assertThat(ResourceList.of(l -> l.cpu(16.0))).hasToString("cpu=16");
    assertThat(ResourceList.of(l -> l.cpu(100.0))).hasToString("cpu=100");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ResourceList.of(l -> l.cpu(Double.NaN)))
        .withMessage("cpu is \"NaN\"" + MALFORMED + CPU);
  }

  @Test
  void wholeGpusMayBeWrittenInAnyWay() {
    assertThat(Stream.of("1", "1.0", "1000m", "1e0", "1k"))
        .allSatisfy(gpu -> assertThat(ResourceList.builder().gpu(gpu).build().gpu()).isNotNull());
  }

  @Test
  void aHalfOfSdkResourcesIsAList() {
    Map<ResourceName, String> half = new EnumMap<>(ResourceName.class);
    half.put(ResourceName.MEMORY, "4Gi");
    half.put(ResourceName.CPU, "2");

    assertThat(ResourceList.of(half))
        .isEqualTo(ResourceList.builder().cpu("2").memory("4Gi").build());
    assertThat(ResourceList.of(Map.of())).isEqualTo(ResourceList.empty());
    assertThat(ResourceList.of((Map<ResourceName, String>) null)).isEqualTo(ResourceList.empty());
  }

  @Test
  void itCannotBeChanged() {
    ResourceList.Builder builder = ResourceList.builder().cpu("1");
    ResourceList before = builder.build();
    builder.cpu("2").memory("1Gi");

    assertThat(before).hasToString("cpu=1");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> before.quantities().clear());
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> ResourceList.builder().cpu(null).build());
  }

  @Property(tries = 200)
  @Domain(Clusters.class)
  void aBuilderOfAListBuildsIt(@ForAll ResourceList list) {
    assertThat(list.toBuilder().build()).isEqualTo(list).hasSameHashCodeAs(list);
    assertThat(Serialized.copyOf(list)).isEqualTo(list);
  }
}
