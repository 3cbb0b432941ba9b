package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The init container of a pod whose process needs another replica: it looks up that one's name 100
 * times, waits two seconds after each time in vain, and then fails.
 *
 * @see <a href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/config/config.go">config.go</a>
 */
final class InitContainer {
  /** Between a look-up in vain and the next one, or the end. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  static final int TRIES = 100;

  private final BooleanSupplier lookup;
  private final KubeletBackoff backoff;
  private int tries;

  InitContainer(BooleanSupplier lookup, KubeletBackoff backoff) {
    this.lookup = lookup;
    this.backoff = backoff;
  }

  /** Looks the name up; whether it was found. */
  boolean finds() {
    tries++;
    return lookup.getAsBoolean();
  }

  boolean isFirstTry() {
    return tries == 1;
  }

  boolean givesUp() {
    return tries == TRIES;
  }

  /** Begins anew; how long the kubelet's wait before takes here. */
  Duration startAgain() {
    tries = 0;
    return backoff.here(backoff.delayAfter(PAUSE.multipliedBy(TRIES)));
  }
}
