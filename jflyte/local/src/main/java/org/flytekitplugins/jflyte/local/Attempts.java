package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RetryStrategy;
import org.flytekitplugins.jflyte.local.internal.attempt.TaskFailure;
import org.flytekitplugins.spi.RecoverableException.Origin;

/**
 * The attempts of a task, counted as Flyte counts them: failures of the user against the task's
 * retries, failures of the platform against Flyte's own.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/controller/nodes/executor.go">executor.go</a>
 */
final class Attempts {
  /** How often Flyte tries again when the platform failed, unless it is configured otherwise. */
  static final int SYSTEM_RETRIES = 3;

  /** One attempt. */
  interface Attempt {
    /**
     * Makes it.
     *
     * @param number from 1 up
     */
    Map<String, Literal> run(int number);
  }

  private final NodeTracker tracker;
  private final int retries;

  Attempts(NodeTracker tracker, RetryStrategy retries) {
    this.tracker = tracker;
    this.retries = retries.retries();
  }

  /**
   * Attempts it until it succeeds, or fails for good.
   *
   * @throws TaskFailure of the last attempt
   */
  Map<String, Literal> run(Attempt attempt) {
    int userFailures = 0;
    int systemFailures = 0;
    int depth = tracker.depth();
    for (int number = 1; ; number++) {
      tracker.attempt(number);
      try {
        return attempt.run(number);
      } catch (RuntimeException | Error e) {
        TaskFailure failure = TaskFailure.of(e);
        boolean again =
            failure.origin() == Origin.SYSTEM
                ? systemFailures++ < SYSTEM_RETRIES
                : userFailures++ < retries;
        tracker.attemptFailed(
            depth,
            new AttemptFailure(
                failure.code(), failure.report(), failure.isRecoverable(), failure.origin()));
        if (!failure.isRecoverable() || !again) {
          throw failure;
        }
        tracker.forgetChildren(depth);
        tracker.retrying(failure.sentence());
      }
    }
  }
}
