package org.flytekitplugins.localcluster.junit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.MissedFault;
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

  /**
   * Sees to it that everything has gone wrong that the job's fault plan says. A kill at a step that
   * never comes would otherwise pass for a training that survives it.
   *
   * @throws AssertionError if a fault has not happened; the message says how far its replica came
   */
  public static void assertFaultsHappened(LocalJob job) {
    List<MissedFault> missed = job.missedFaults();
    if (!missed.isEmpty()) {
      throw new AssertionFailedError(
          missed.stream().map(MissedFault::toString).collect(Collectors.joining("\n")),
          List.of(),
          missed);
    }
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
