package org.flytekitplugins.jflyte.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherEnvironmentTest {
  private static LauncherEnvironment of(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return new LauncherEnvironment(environment);
  }

  @Test
  void eachVariableIsReadUnderStockJflytesName() {
    LauncherEnvironment environment =
        of(
            "FLYTE_INTERNAL_MODULE_DIR", "/jflyte/modules",
            "FLYTE_STAGING_LOCATION", "s3://bucket/staging",
            "FLYTE_INTERNAL_IMAGE", "registry.example/app:1");

    assertThat(environment.moduleDirectory()).isEqualTo(Path.of("/jflyte/modules"));
    assertThat(environment.stagingLocation()).isEqualTo("s3://bucket/staging");
    assertThat(environment.image()).isEqualTo("registry.example/app:1");
  }

  @Test
  void anEmptyVariableIsAnAbsentOne() {
    for (LauncherEnvironment environment :
        new LauncherEnvironment[] {
          of(),
          of(
              "FLYTE_INTERNAL_MODULE_DIR", "",
              "FLYTE_STAGING_LOCATION", "",
              "FLYTE_INTERNAL_IMAGE", "")
        }) {
      assertThat(environment.moduleDirectory()).isNull();
      assertThat(environment.stagingLocation()).isNull();
      assertThat(environment.image()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"bucket/staging, s3://bucket/staging", "/tmp/staging, file:///tmp/staging"})
  void aStagingLocationWithoutASchemeIsRefused(String location, String remedy) {
    assertThatThrownBy(() -> of("FLYTE_STAGING_LOCATION", location).stagingLocation())
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "FLYTE_STAGING_LOCATION is %s, which has no scheme: write %s", location, remedy);
  }
}
