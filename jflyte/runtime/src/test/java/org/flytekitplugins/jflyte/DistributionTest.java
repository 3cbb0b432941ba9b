package org.flytekitplugins.jflyte;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void the_version_is_the_one_that_maven_built() {
    assertThat(Distribution.NAME).isEqualTo("flytekit-jflyte");
    assertThat(Distribution.VERSION).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?");
  }
}
