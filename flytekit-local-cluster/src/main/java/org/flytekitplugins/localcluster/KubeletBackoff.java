package org.flytekitplugins.localcluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the kubelet waits before it starts a container again in its pod: not at all after the
 * first end, then 10 seconds, doubled each time up to 5 minutes; anew after a run of 10 minutes.
 * These waits are the kubelet's own; how long they take here is scaled.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts">How
 *     Pods handle problems with containers</a>
 */
final class KubeletBackoff {
  private static final Duration INITIAL = Duration.ofSeconds(10);
  private static final Duration MAXIMUM = Duration.ofMinutes(5);
  private static final Duration STABLE = Duration.ofMinutes(10);

  private final double scale;
  private @Nullable Duration next;

  KubeletBackoff(double scale) {
    this.scale = scale;
  }

  /** The kubelet's wait after a container has ended that ran this long. */
  Duration delayAfter(Duration run) {
    if (next == null || run.compareTo(STABLE) > 0) {
      next = INITIAL;
      return Duration.ZERO;
    }
    Duration delay = next;
    Duration doubled = delay.multipliedBy(2);
    next = doubled.compareTo(MAXIMUM) > 0 ? MAXIMUM : doubled;
    return delay;
  }

  /** How long a wait of the kubelet's takes here. */
  Duration here(Duration delay) {
    return Duration.ofNanos(Math.round(delay.toNanos() * scale));
  }
}
