package org.flytekitplugins.localcluster.junit;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.flytekitplugins.localcluster.JobState;
import org.flytekitplugins.localcluster.LocalJob;
import org.opentest4j.AssertionFailedError;

/** What tests want to know of a job. A failed assertion says how the replicas are. */
public final class JobAssertions {
  private JobAssertions() {}

  /**
   * Waits for the end of a job, which must be success.
   *
   * @throws AssertionError if the job fails, is stopped, or does not end in time
   */
  public static void assertSucceeds(LocalJob job, Duration deadline) throws InterruptedException {
    assertEnds(job, JobState.SUCCEEDED, deadline);
  }

  /**
   * Waits for the end of a job, which must be failure.
   *
   * @throws AssertionError if the job succeeds, is stopped, or does not end in time
   */
  public static void assertFails(LocalJob job, Duration deadline) throws InterruptedException {
    assertEnds(job, JobState.FAILED, deadline);
  }

  private static void assertEnds(LocalJob job, JobState expected, Duration deadline)
      throws InterruptedException {
    try {
      JobState end = job.await(deadline);
      if (end != expected) {
        throw new AssertionFailedError(JobReport.describe(job), expected, end);
      }
    } catch (TimeoutException | IllegalStateException e) {
      throw new AssertionFailedError(e.getMessage(), expected, job.state(), e);
    }
  }
}
