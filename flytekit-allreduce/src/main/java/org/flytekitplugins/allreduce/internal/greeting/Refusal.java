package org.flytekitplugins.allreduce.internal.greeting;

import org.jspecify.annotations.Nullable;

/** Why two replicas do not belong together. */
public enum Refusal {
  /** The job, or the names of its replicas, are others. */
  OTHER_JOB(1, "it is of another job, or counts other replicas among its own"),
  /** One of them does not have the secret of the other. */
  OTHER_SECRET(2, "it has another secret"),
  /** It is not whom this replica has to do with. */
  OTHER_PEER(3, "it is not the replica that it was taken for"),
  /** The others have begun. */
  BEGUN(4, "the others have begun, and do not take a replica in that comes later"),
  /** What it connects for is over. */
  OLD(5, "its members have changed since, and it does not know it yet");

  private final int code;
  private final String sentence;

  Refusal(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  int code() {
    return code;
  }

  /** What it means, as the end of a sentence about the other side. */
  public String sentence() {
    return sentence;
  }

  static @Nullable Refusal of(int code) {
    for (Refusal refusal : values()) {
      if (refusal.code == code) {
        return refusal;
      }
    }
    return null;
  }
}
