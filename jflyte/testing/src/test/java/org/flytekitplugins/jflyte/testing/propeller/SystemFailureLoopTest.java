package org.flytekitplugins.jflyte.testing.propeller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.AttemptFailure;
import org.flytekitplugins.jflyte.local.NodeKind;
import org.flytekitplugins.jflyte.local.NodeState;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SystemFailureLoopTest {
  private static final NodeStatus NODE =
      new NodeStatus(List.of("a0"), NodeKind.TASK, "Train", NodeState.RUNNING, 1, Duration.ZERO);

  @Test
  void aRecoverableFailureOfThePlatformIsTriedAgainTillSomebodyAborts() throws Exception {
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread run =
        new Thread(
            () -> {
              try {
                new SystemFailureLoop()
                    .attemptFailed(NODE, new AttemptFailure("c", "m", true, Origin.SYSTEM));
              } catch (RuntimeException e) {
                end.set(e);
              }
            });
    run.start();
    run.join(300);
    assertThat(run.isAlive()).isTrue();

    run.interrupt();
    run.join();

    assertThat(end.get()).isInstanceOf(JflyteException.class).hasMessage("the run was aborted");
  }

  @ParameterizedTest
  @CsvSource({"true, USER", "false, SYSTEM", "false, USER"})
  void anyOtherFailureIsTriedAsOnFlyte1(boolean recoverable, Origin origin) {
    new SystemFailureLoop().attemptFailed(NODE, new AttemptFailure("c", "m", recoverable, origin));
  }
}
