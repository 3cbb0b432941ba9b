package org.flytekitplugins.client.internal.admin;

import io.grpc.Status;

/** What the failed tries of calls to a server mean, for those who try again. */
public interface TryFailures {
  /** Hears how a try has ended. */
  default void tried(Status status) {}

  /** Whether the same call may succeed later. */
  boolean isRetryable(Status status);

  /** How often a call that failed so is tried, at most. */
  int tries(Status status);

  /** Why a try failed: a part of a sentence. */
  String reason(Status status);

  /**
   * What a call fails with.
   *
   * @param call what was called, like {@code CreateTask}
   * @param status what its last try failed with
   * @param tried how often it was tried
   * @param tokenRemedy what to do if it was for want of a good token
   */
  AdminException exception(String call, Status status, int tried, String tokenRemedy);

  /** What a call fails with that gets no token: so would every other, in the same words. */
  Throwable noToken(Throwable failure);
}
