package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionVariablesTest {
  @Test
  void theTasksOwnComeBeforeThoseOfTheExecution() {
    Map<String, String> environment =
        Map.of(
            "FLYTE_INTERNAL_EXECUTION_PROJECT", "execution",
            "JFLYTE_PROJECT", "jflyte",
            "FLYTE_INTERNAL_PROJECT", "internal",
            "FLYTE_INTERNAL_TASK_PROJECT", "task");

    assertThat(ExecutionVariables.find(environment, "PROJECT")).isEqualTo("task");
    assertThat(ExecutionVariables.find(environment, "DOMAIN")).isNull();
  }

  @Test
  void anEmptyVariableIsAnAbsentOne() {
    assertThat(
            ExecutionVariables.find(
                Map.of(
                    "FLYTE_INTERNAL_TASK_VERSION", "", "FLYTE_INTERNAL_EXECUTION_VERSION", "1.2"),
                "VERSION"))
        .isEqualTo("1.2");
    assertThat(
            ExecutionVariables.find(
                Map.of("FLYTE_INTERNAL_VERSION", "", "JFLYTE_VERSION", ""), "VERSION"))
        .isNull();
  }

  @Test
  void whatIsWrittenIsFound() {
    Map<String, String> environment = new ExecutionVariables("p", "d", "v").toEnv();

    assertThat(ExecutionVariables.find(environment, "PROJECT")).isEqualTo("p");
    assertThat(ExecutionVariables.find(environment, "DOMAIN")).isEqualTo("d");
    assertThat(ExecutionVariables.find(environment, "VERSION")).isEqualTo("v");
  }
}
