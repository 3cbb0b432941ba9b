package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.flyte.api.v1.TaskIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task knows about its execution. */
class TaskContextTest {
  private static final Map<String, String> POD =
      Map.of(
          "FLYTE_INTERNAL_EXECUTION_WORKFLOW", "digits:production:Train",
          "FLYTE_INTERNAL_EXECUTION_PROJECT", "digits",
          "FLYTE_INTERNAL_EXECUTION_DOMAIN", "production",
          "FLYTE_INTERNAL_EXECUTION_ID", "f1ea",
          "FLYTE_INTERNAL_TASK_PROJECT", "shared",
          "FLYTE_INTERNAL_TASK_DOMAIN", "production",
          "FLYTE_INTERNAL_TASK_NAME", "com.acme.Train",
          "FLYTE_INTERNAL_TASK_VERSION", "v7",
          "FLYTE_ATTEMPT_NUMBER", "2",
          "FLYTE_EXECUTION_URL", "https://flyte.acme.com/console/executions/f1ea");

  @Test
  void aPodSaysItAll() {
    assertThat(TaskContext.of(POD))
        .isEqualTo(
            TaskContext.builder()
                .execution(ExecutionIdentifier.of("digits", "production", "f1ea"))
                .task(
                    TaskIdentifier.builder()
                        .project("shared")
                        .domain("production")
                        .name("com.acme.Train")
                        .version("v7")
                        .build())
                .attempt(3)
                .consoleUrl(URI.create("https://flyte.acme.com/console/executions/f1ea"))
                .build());
  }

  @Test
  void outsideOfFlyteNothingIsSaid() {
    assertThat(TaskContext.of(Map.of("PATH", "/bin"))).isEqualTo(TaskContext.builder().build());
    assertThat(TaskContext.current().execution()).isEmpty();
    assertThat(TaskContext.current().attempt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,2", "41,42", "-1,1", "many,1", "'',1"})
  void attemptsAreCountedFromOne(String retries, int attempt) {
    assertThat(TaskContext.of(Map.of("FLYTE_ATTEMPT_NUMBER", retries)).attempt())
        .isEqualTo(attempt);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no url"})
  void anAddressThatIsNoneIsNotSaid(String url) {
    Map<String, String> pod = new HashMap<>(POD);
    pod.put("FLYTE_EXECUTION_URL", url);
    assertThat(TaskContext.of(pod).consoleUrl()).isEmpty();
  }

  @Test
  void aTestOfATaskInstallsOne() {
    TaskContext context =
        TaskContext.builder()
            .execution(ExecutionIdentifier.of("digits", "development", "f1"))
            .attempt(2)
            .build();
    try (TaskContext.Installation installed = TaskContext.install(context)) {
      assertThat(TaskContext.current()).isEqualTo(context);
      assertThat(installed).isNotNull();
    }
    assertThat(TaskContext.current().execution()).isEmpty();
  }

  @Test
  void thereIsNoAttemptBeforeTheFirst() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskContext.builder().attempt(0))
        .withMessage("attempt is 0: the first attempt is number 1");
  }
}
