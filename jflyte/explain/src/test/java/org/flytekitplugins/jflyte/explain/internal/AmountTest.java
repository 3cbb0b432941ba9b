package org.flytekitplugins.jflyte.explain.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as people write them. */
class AmountTest {
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "CPU, 1500m, 1.5",
    "CPU, 12, 12",
    "GPU, 8, 8",
    "MEMORY, 4Gi, 4Gi",
    "MEMORY, 1536Mi, 1.5Gi",
    "MEMORY, 768Mi, 768Mi",
    "MEMORY, 1025Mi, 1025Mi",
    "MEMORY, 12289Mi, 12Gi",
    "MEMORY, 512, 512",
    "EPHEMERAL_STORAGE, 2Ti, 2Ti"
  })
  void ofEachResourceInItsUnit(ResourceName name, String quantity, String text) {
    assertThat(Amount.of(name, Quantity.of(quantity).amount())).isEqualTo(text);
  }
}
