package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiVersionTest {
  @ParameterizedTest
  @CsvSource({
    "flytekit-api-0.4.58.jar, 0.4.58",
    "flytekit-api-0.4.58-9PtGIXJRe0a2zZAANQhRWg.jar, 0.4.58",
    "flytekit-api-0.4.58--_tGIXJRe0a2zZAANQhRWg.jar, 0.4.58",
    "flytekit-api-0.4.58-SNAPSHOT.jar, 0.4.58",
    "flytekit-api-1.jar, 1",
    "flytekit-api-1.0.jar, 1",
    "flytekit-api-0.4.99999999999999999999.jar, 0.4.999999999",
  })
  void aNameTellsTheVersion(String name, String version) {
    assertThat(ApiVersion.inName(Path.of("lib", name))).hasToString(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flytekit-api.jar", "flytekit-api-x.jar", "jflyte-api-0.4.35.jar", "/"})
  void otherNamesTellNone(String name) {
    assertThat(ApiVersion.inName(Path.of(name))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0.4.9, 0.4.35", "0.4.35, 0.4.58", "0.4.58, 0.5", "0.99.99, 1", "1, 1.0.1"})
  void numbersAreComparedAsNumbers(String lower, String higher) {
    ApiVersion low = ApiVersion.parse(lower);
    ApiVersion high = ApiVersion.parse(higher);

    assertThat(low).isLessThan(high);
    assertThat(high).isGreaterThan(low);
  }

  @Test
  void trailingZerosDoNotMatter() {
    assertThat(ApiVersion.parse("1.0"))
        .isEqualTo(ApiVersion.parse("1"))
        .hasSameHashCodeAs(ApiVersion.parse("1"))
        .isEqualByComparingTo(ApiVersion.parse("1"));
  }
}
