package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;

import org.flytekitplugins.kubeflow.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantities are written as Kubernetes writes them back; the rows are of its own tests. */
class CanonicalQuantityTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0, 0",
    "0Gi, 0",
    "1, 1",
    "+1, 1",
    "1.0, 1",
    "0.5, 500m",
    ".5, 500m",
    "1.5, 1500m",
    "1000m, 1",
    "1001m, 1001m",
    "100000, 100k",
    "1024, 1024",
    "123456, 123456",
    "1500000, 1500k",
    "0.0001k, 100m",
    "1000000k, 1G",
    "512M, 512M",
    "5000000n, 5m",
    "0.0000000001, 1n",
    "100u, 100u",
    "1E1, 10",
    "1e9, 1e9",
    "1e10, 10e9",
    "12e6, 12e6",
    "100e3, 100e3",
    "1E-3, 1e-3",
    "1E, 1E",
    "1Ki, 1Ki",
    "0.5Ki, 512",
    "0.9765625Ki, 1k",
    "1.5Gi, 1536Mi",
    "1000Mi, 1000Mi",
    "1024Mi, 1Gi",
    "1048576Ki, 1Gi",
    "2.5Ki, 2560",
    "0.1Gi, 107374182400m",
    "1Ti, 1Ti",
    "7Ei, 7Ei"
  })
  void aQuantityIsWrittenInItsGreatestUnit(String quantity, String canonical) {
    assertThat(CanonicalQuantity.of(Quantity.of(quantity))).isEqualTo(canonical);
    assertThat(Quantity.of(canonical)).isEqualByComparingTo(Quantity.of(quantity));
  }
}
