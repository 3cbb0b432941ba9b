package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.auth.TokenGrant;
import org.flytekitplugins.client.internal.admin.auth.UnreachableTokensException;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which failures end a workflow for good, and which an attempt of its driver only. */
class FinalFailuresTest {
  /** What Flyte says to a request that it will refuse however often it is made. */
  private static final Set<Code> REFUSALS =
      Set.of(
          Code.UNAUTHENTICATED, Code.PERMISSION_DENIED, Code.UNIMPLEMENTED, Code.INVALID_ARGUMENT);

  @Test
  void ofWhatFlyteAnswersRefusalsAreFinalAndNothingElse() {
    try (LocalFlyte2 flyte = LocalFlyte2.start()) {
      Map<Code, Boolean> isFinal =
          Arrays.stream(Code.values())
              .filter(code -> code != Code.OK)
              .collect(
                  Collectors.toMap(
                      code -> code,
                      code -> {
                        var unused = flyte.faults().failNext(1, code);
                        return FinalFailures.isFinal(failure(flyte.endpoint(), null));
                      }));

      assertThat(isFinal)
          .hasSize(16)
          .allSatisfy((code, yes) -> assertThat(yes).isEqualTo(REFUSALS.contains(code)));
    }
  }

  @Test
  void aRefusalIsASentenceForPeople() {
    try (LocalFlyte2 flyte = LocalFlyte2.start()) {
      var unused = flyte.faults().failNext(1, Code.PERMISSION_DENIED);

      assertThat(failure(flyte.endpoint(), null))
          .isInstanceOf(JflyteException.class)
          .hasMessageStartingWith("it cannot be seen: Flyte 2 at " + flyte.endpoint() + " does not")
          .hasMessageContaining("permit GetActionDetails");
    }
  }

  @Test
  void aFlyteThatIsNotThereEndsAnAttemptOnly() {
    LocalFlyte2 flyte = LocalFlyte2.start();
    flyte.close();

    assertThat(failure(flyte.endpoint(), null))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("it cannot be seen: nothing listens at " + flyte.endpoint());
  }

  /** Nobody has refused a call that was not made. */
  @Test
  void aTokenThatIsNotToBeHadEndsAnAttemptOnly() {
    List<SentenceException> reasons =
        List.of(
            new UnreachableTokensException("whoever gives the token is away", null),
            new SentenceException("the file of the token is being replaced"));
    try (LocalFlyte2 flyte = LocalFlyte2.builder().requireToken().start()) {
      for (SentenceException reason : reasons) {
        assertThat(
                failure(
                    flyte.endpoint(),
                    () -> {
                      throw reason;
                    }))
            .isInstanceOf(LaunchException.class)
            .hasMessage("it cannot be seen: " + reason.getMessage());
      }
    }
  }

  @Test
  void storageThatFailsEndsAnAttemptOnly() {
    UncheckedIOException slow =
        new UncheckedIOException("cannot read s3://b/x: slow down", new IOException());

    assertThatThrownBy(
            () ->
                FinalFailures.reading(
                    "it cannot be read",
                    () -> {
                      throw slow;
                    }))
        .isInstanceOf(LaunchException.class)
        .hasMessage("it cannot be read: cannot read s3://b/x: slow down")
        .hasCause(slow);
    assertThatThrownBy(
            () ->
                FinalFailures.writing(
                    "it cannot be written",
                    () -> {
                      throw slow;
                    }))
        .isInstanceOf(LaunchException.class)
        .hasMessage("it cannot be written: cannot read s3://b/x: slow down")
        .hasCause(slow);
    assertThat(FinalFailures.isFinal(new LaunchException("it cannot be read", slow))).isFalse();
  }

  @Test
  void whatANodeOrThePlanHasIsFinal() {
    List<Throwable> failures =
        List.of(
            new JflyteException("node train failed: no rows"),
            new JflyteException("task p/d/x/v cannot be understood: register it again"),
            new NullPointerException(),
            new OutOfMemoryError(),
            // Of the code of a dynamic task, as of any task.
            new UncheckedIOException(new IOException("gone")));

    assertThat(failures).allMatch(FinalFailures::isFinal);
  }

  private static RuntimeException failure(String endpoint, @Nullable TokenGrant tokens) {
    Flyte2Client client =
        Flyte2Client.connect(
            AdminConfig.plaintext(endpoint),
            tokens,
            RetryPolicy.of(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)),
            AdminListener.NONE);
    try {
      var unused = client.action(RunKey.of("p", "d", "r1").root()).join();
      throw new AssertionError("it has not failed");
    } catch (CompletionException e) {
      return FinalFailures.ofCall("it cannot be seen", e);
    }
  }
}
