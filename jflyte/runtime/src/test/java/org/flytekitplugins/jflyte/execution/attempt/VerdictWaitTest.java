package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a replica that has relayed its failure stays. */
class VerdictWaitTest {
  @TempDir Path folder;
  private AttemptRoom room;

  @BeforeEach
  void room() {
    room = new AttemptRoom(folder);
  }

  @Test
  void whoeverHearsNothingForTheGraceGivesUp() {
    long before = System.nanoTime();

    assertThat(room.verdict(1).await(RestartPolicy.NEVER)).isEqualTo(1);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(room.said())
        .isEqualTo(
            """
            waits for the primary to report the failure, at most 1 s
            the primary has reported nothing for 1 s: gives up, exit 1
            """);
  }

  /** The end of the job, and so SIGTERM, follows a verdict: there is time for it. */
  @Test
  void whoeverHearsAVerdictLeavesAWhileAfterIt() throws Exception {
    Files.createFile(folder.resolve("error.pb"));
    long before = System.nanoTime();

    assertThat(room.verdict(60).await(RestartPolicy.NEVER)).isZero();

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
    assertThat(room.said()).endsWith("the primary has reported how the attempt ended\n");
  }

  @Test
  void howLongOthersAreHeardIsWhatTheEnvironmentSays() {
    VerdictWait verdict =
        new VerdictWait(room.attempt(), room.console, Map.of("JFLYTE_FAILURE_GRACE_SECONDS", "0"));
    long before = System.nanoTime();

    verdict.settle();
    verdict.acknowledge();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    assertThat(room.said()).isEqualTo("another replica has decided how the attempt ends\n");
  }

  @Test
  void storageThatCannotBeAskedIsNoVerdict() throws Exception {
    VerdictWait verdict =
        new VerdictWait(
            new AttemptFolder(room.blobs, "file:no", Flyte.ONE, room.decision),
            room.console,
            Map.of(VerdictWait.VARIABLE, "1"));

    assertThat(verdict.await(RestartPolicy.NEVER)).isEqualTo(1);
    // At the beginning of the second, and at its end.
    assertThat(room.said().lines())
        .filteredOn(line -> line.startsWith("cannot look whether the attempt is decided: "))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"NEVER", "ON_FAILURE"})
  void whoeverIsNotStartedAgainAfterASuccessLeaves(RestartPolicy policy) {
    assertThat(room.verdict(0).leave(policy)).isZero();
    assertThat(room.said()).isEmpty();
  }

  @Test
  void whoeverWouldBeStartedAgainStays() {
    CompletableFuture<Integer> exitCode =
        AttemptRoom.begin(() -> room.verdict(0).leave(RestartPolicy.ALWAYS));

    assertThatThrownBy(() -> exitCode.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(room.said())
        .isEqualTo("waits to be terminated: restart policy ALWAYS would start it again\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "1.5", "99999999999"})
  void aGraceThatIsNoNumberOfSecondsIsFiveMinutes(String grace) {
    new VerdictWait(room.attempt(), room.console, Map.of(VerdictWait.VARIABLE, grace));

    assertThat(room.said())
        .isEqualTo(
            "JFLYTE_RELAY_GRACE_SECONDS is " + grace + ", not a number of seconds: waits 300 s\n");
  }

  @ParameterizedTest
  @CsvSource({"'', 300", "' ', 300", "' 7 ', 7"})
  void aGraceThatIsNotSetIsFiveMinutes(String grace, int seconds) {
    VerdictWait verdict =
        new VerdictWait(room.attempt(), room.console, Map.of(VerdictWait.VARIABLE, grace));
    CompletableFuture<Integer> exitCode =
        AttemptRoom.begin(() -> verdict.await(RestartPolicy.NEVER));

    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (room.said().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(room.said())
        .isEqualTo("waits for the primary to report the failure, at most " + seconds + " s\n");
    assertThat(exitCode).isNotDone();
  }
}
