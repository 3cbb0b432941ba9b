package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a package's registrars get to see. */
class RegistrarEnvironmentTest {
  @Test
  void onlyFlytesAndJflytesVariables() {
    assertThat(
            RegistrarEnvironment.of(
                Map.of("FLYTE_X", "1", "JFLYTE_Y", "2", "AWS_SECRET_ACCESS_KEY", "s", "PATH", "p")))
        .containsEntry("FLYTE_X", "1")
        .containsEntry("JFLYTE_Y", "2")
        .doesNotContainKeys("AWS_SECRET_ACCESS_KEY", "PATH");
  }

  @Test
  void notTheTokenWhoeverSaysTheVersion() {
    Map<String, String> environment =
        Map.of("FLYTE_PLATFORM_TOKEN", "secret", "FLYTE_PLATFORM_URL", "flyte.example");
    ExecutionVariables variables = new ExecutionVariables("p", "d", "v");
    assertThat(RegistrarEnvironment.of(environment))
        .containsEntry("FLYTE_PLATFORM_URL", "flyte.example")
        .doesNotContainValue("secret");
    assertThat(RegistrarEnvironment.of(environment, variables))
        .containsEntry("FLYTE_PLATFORM_URL", "flyte.example")
        .doesNotContainValue("secret");
  }

  @Test
  void whatSomebodyElseSaysComesBeforeTheEnvironment() {
    assertThat(
            RegistrarEnvironment.of(
                Map.of("FLYTE_INTERNAL_PROJECT", "other", "FLYTE_X", "1"),
                new ExecutionVariables("p", "d", "v")))
        .containsEntry("FLYTE_INTERNAL_PROJECT", "p")
        .containsEntry("FLYTE_INTERNAL_TASK_VERSION", "v")
        .containsEntry("FLYTE_X", "1");
  }

  @Test
  void bothSetsOfExecutionVariablesWhicheverOfThemIsThere() {
    Map<String, String> newer =
        RegistrarEnvironment.of(
            Map.of(
                "FLYTE_INTERNAL_TASK_PROJECT", "p",
                "FLYTE_INTERNAL_TASK_DOMAIN", "d",
                "FLYTE_INTERNAL_TASK_VERSION", "v"));
    Map<String, String> older =
        RegistrarEnvironment.of(
            Map.of(
                "FLYTE_INTERNAL_PROJECT", "p",
                "FLYTE_INTERNAL_DOMAIN", "d",
                "FLYTE_INTERNAL_VERSION", "v"));
    assertThat(newer)
        .isEqualTo(older)
        .containsEntry("FLYTE_INTERNAL_PROJECT", "p")
        .containsEntry("FLYTE_INTERNAL_TASK_DOMAIN", "d")
        .containsEntry("JFLYTE_VERSION", "v");
  }

  @Test
  void whatIsThereIsNotChanged() {
    assertThat(
            RegistrarEnvironment.of(
                Map.of("FLYTE_INTERNAL_PROJECT", "one", "FLYTE_INTERNAL_TASK_PROJECT", "other")))
        .containsEntry("FLYTE_INTERNAL_PROJECT", "one")
        .containsEntry("FLYTE_INTERNAL_TASK_PROJECT", "other");
  }
}
