package org.flytekitplugins.kubeflow.failure;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.RecoverableException.Origin;

/** The failure of one replica: which, when, with what, and whether another attempt may help. */
@AutoValue
public abstract class ReplicaFailure {
  ReplicaFailure() {}

  /** Who failed. */
  public abstract Replica replica();

  /** When, by the clock of its node. */
  public abstract Instant time();

  /** A short name of the kind of failure, for example {@code USER:IllegalStateException}. */
  public abstract String code();

  /** Whether another attempt may help. */
  public abstract boolean isRecoverable();

  /** Whose failure it is, and so whose retries another attempt uses. */
  public abstract Origin origin();

  /** What was thrown. */
  public abstract ExceptionChain thrown();

  /** A failure. */
  public static ReplicaFailure of(
      Replica replica,
      Instant time,
      String code,
      boolean isRecoverable,
      Origin origin,
      ExceptionChain thrown) {
    return new AutoValue_ReplicaFailure(replica, time, code, isRecoverable, origin, thrown);
  }

  /**
   * The replica and the root cause, for example {@code worker-1: java.lang.IllegalStateException:
   * row 7 has no label (at com.acme.Rows:34)}.
   */
  public String sentence() {
    return replica() + ": " + thrown().sentence();
  }
}
