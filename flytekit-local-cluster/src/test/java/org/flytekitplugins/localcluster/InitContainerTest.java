package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.flytekitplugins.localcluster.internal.ReplicaProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pod whose process waits for another replica: 100 look-ups, two seconds after each. */
class InitContainerTest {
  private static final Duration START = Duration.ZERO;
  private static final Duration NEVER = Duration.ofDays(1);

  private final VirtualTimers time = new VirtualTimers();
  private final List<String> events = new ArrayList<>();
  private int lookups;

  @Test
  void aProcessStartsAtOnceWhenTheOtherIsThere() {
    Pod pod = pod(RestartPolicy.NEVER, START);

    pod.start(Duration.ZERO);

    assertThat(events).containsExactly("0 s start");
    assertThat(pod.status()).isEqualTo(PodStatus.of(PodPhase.RUNNING, 0));
  }

  @Test
  void aProcessStartsAtTheFirstLookUpThatFindsTheOther() {
    Pod pod = pod(RestartPolicy.NEVER, Duration.ofSeconds(5));

    pod.start(Duration.ZERO);

    assertThat(pod.status()).isEqualTo(PodStatus.of(PodPhase.PENDING, 0));
    time.advanceTo(Duration.ofSeconds(10));
    assertThat(events)
        .containsExactly("0 s waiting", "2 s changed", "4 s changed", "6 s start", "6 s changed");
    assertThat(lookups).isEqualTo(4);
  }

  @Test
  void aPodThatStartsLateLooksLate() {
    Pod pod = pod(RestartPolicy.NEVER, Duration.ofSeconds(5));

    pod.start(Duration.ofSeconds(4));
    time.advanceTo(Duration.ofSeconds(10));

    assertThat(events).contains("4 s waiting", "6 s start");
  }

  @Test
  void aPodThatHasLookedInVainHasFailed() {
    Pod pod = pod(RestartPolicy.NEVER, NEVER);

    pod.start(Duration.ZERO);
    time.advanceTo(Duration.ofMillis(199_999));
    assertThat(pod.status()).isEqualTo(PodStatus.of(PodPhase.PENDING, 0));
    time.advanceTo(Duration.ofHours(1));

    assertThat(pod.status()).isEqualTo(PodStatus.of(PodPhase.FAILED, 0));
    assertThat(events).endsWith("200 s in vain", "200 s changed");
    assertThat(lookups).isEqualTo(100);
  }

  @Test
  void thatMayRestartItLooksAgainAndNoRestartCounts() {
    Pod pod = pod(RestartPolicy.ON_FAILURE, Duration.ofSeconds(405));

    pod.start(Duration.ZERO);
    time.advanceTo(Duration.ofHours(1));

    // Again at once after the first failure, after ten seconds after the second.
    assertThat(events).contains("200 s in vain", "400 s in vain", "410 s start");
    assertThat(lookups).isEqualTo(201);
    assertThat(pod.status()).isEqualTo(PodStatus.of(PodPhase.RUNNING, 0));
  }

  @Test
  void aPodThatIsDeletedLooksNoMore() {
    Pod pod = pod(RestartPolicy.NEVER, NEVER);

    pod.start(Duration.ZERO);
    pod.delete();
    time.advanceTo(Duration.ofHours(1));

    assertThat(pod.status().phase()).isEqualTo(PodPhase.ABSENT);
    assertThat(lookups).isEqualTo(1);
  }

  /** A pod whose other is there from a moment on. */
  private Pod pod(RestartPolicy policy, Duration there) {
    InitContainer init =
        new InitContainer(
            () -> {
              lookups++;
              return time.now().compareTo(there) >= 0;
            },
            new KubeletBackoff(1));
    return new Pod(new Recorder(), time, init, policy, Duration.ZERO, new KubeletBackoff(1));
  }

  /** A machine on which no process comes to run. */
  private final class Recorder implements Pod.Node {
    @Override
    public @Nullable ReplicaProcess start(int restarts, IntConsumer onExit) {
      add("start");
      return null;
    }

    @Override
    public void waiting() {
      add("waiting");
    }

    @Override
    public void waitedInVain() {
      add("in vain");
    }

    @Override
    public void exited(int exitCode, Duration run, boolean expected) {
      add("exited");
    }

    @Override
    public void restarting(Duration delay, Duration here) {
      add("restarting");
    }

    @Override
    public void changed() {
      add("changed");
    }

    private void add(String event) {
      events.add(time.now().toSeconds() + " s " + event);
    }
  }
}
