package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;

/** What the operator can see of a pod. */
@AutoValue
abstract class PodStatus {
  static final PodStatus ABSENT = of(PodPhase.ABSENT, 0);

  PodStatus() {}

  abstract PodPhase phase();

  /** How often the process was started again in this pod. */
  abstract int restarts();

  static PodStatus of(PodPhase phase, int restarts) {
    return new AutoValue_PodStatus(phase, restarts);
  }
}
