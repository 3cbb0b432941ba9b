package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RetryStrategy;
import org.flytekitplugins.jflyte.local.internal.attempt.TaskFailure;
import org.flytekitplugins.spi.RecoverableException;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often Flyte would attempt a task. */
class AttemptsTest {
  private final Recorder recorder = new Recorder();
  private final NodeTracker tracker = new NodeTracker(recorder, Clock.systemUTC());

  /**
   * A task whose attempts end as the letters say: U of the user and S of the platform, recoverable;
   * F for good; the last one goes on for ever; . is success.
   */
  @ParameterizedTest(name = "with {0} retries, {1} is attempted {2} times and ends {3}")
  @CsvSource({
    "0, ., 1, .",
    "5, ., 1, .",
    "0, U, 1, U",
    "1, U, 2, U",
    "3, U, 4, U",
    "2, UU., 3, .",
    // The platform's failures are counted for themselves, three of them whatever the task says.
    "0, S, 4, S",
    "5, S, 4, S",
    "0, SSS., 4, .",
    "0, SSSU, 4, U",
    "1, SSSU, 5, U",
    "2, USUSS., 6, .",
    "2, USUSSS, 6, S",
    "2, USUSSU, 6, U",
    // What no other attempt can mend ends it at once, however many are left.
    "5, F, 1, F",
    "5, USF, 3, F",
  })
  void attemptsAreCountedByWhoseFailureItIs(int retries, String ends, int attempts, char end) {
    List<Integer> numbers = new ArrayList<>();
    Attempts.Attempt attempt =
        number -> {
          numbers.add(number);
          return attempt(ends.charAt(Math.min(number, ends.length()) - 1));
        };

    TaskFailure failure =
        catchThrowableOfType(TaskFailure.class, () -> attempts(retries).run(attempt));

    assertThat(failure == null ? '.' : failure.sentence().charAt(0)).isEqualTo(end);
    assertThat(numbers).hasSize(attempts).isSorted().doesNotHaveDuplicates().startsWith(1);
  }

  @Test
  void theOutputsAreThoseOfTheAttemptThatSucceeds() {
    Map<String, Literal> outputs = Map.of();

    assertThat(attempts(1).run(number -> number == 1 ? attempt('U') : outputs)).isSameAs(outputs);
    assertThat(recorder.events).containsExactly(" attempt 1: U");
  }

  @Test
  void anExceptionOfATaskIsItsFailure() {
    List<Integer> numbers = new ArrayList<>();

    TaskFailure failure =
        catchThrowableOfType(
            TaskFailure.class,
            () ->
                attempts(1)
                    .run(
                        number -> {
                          numbers.add(number);
                          throw number == 1
                              ? new RecoverableException("busy")
                              : new IllegalStateException("broken");
                        }));

    assertThat(failure.isRecoverable()).isFalse();
    assertThat(failure.sentence()).startsWith("java.lang.IllegalStateException: broken");
    assertThat(numbers).containsExactly(1, 2);
  }

  private Attempts attempts(int retries) {
    return new Attempts(tracker, RetryStrategy.builder().retries(retries).build());
  }

  private static Map<String, Literal> attempt(char end) {
    if (end == '.') {
      return Map.of();
    }
    throw new TaskFailure(
        String.valueOf(end), end != 'F', end == 'S' ? Origin.SYSTEM : Origin.USER, null);
  }
}
