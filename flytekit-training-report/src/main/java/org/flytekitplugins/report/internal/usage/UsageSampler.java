package org.flytekitplugins.report.internal.usage;

import java.time.Duration;
import org.flytekitplugins.report.usage.ReplicaUsage;

/** Looks now and then at what this process has used, in a thread of its own. */
public final class UsageSampler implements AutoCloseable {
  /** How long a figure may be old. */
  public static final Duration PERIOD = Duration.ofSeconds(2);

  private final Thread thread = new Thread(this::lookAgainAndAgain, "flytekit-usage");
  private volatile ReplicaUsage latest = ReplicaUsage.builder().build();
  private volatile boolean isClosed;

  private UsageSampler() {}

  /** Looks from now on. */
  public static UsageSampler start() {
    UsageSampler sampler = new UsageSampler();
    sampler.thread.setDaemon(true);
    sampler.thread.start();
    return sampler;
  }

  /** What it saw last; empty before its first look. */
  public ReplicaUsage latest() {
    return latest;
  }

  /** What it sees now. */
  public ReplicaUsage now() {
    return OwnProcess.look();
  }

  private void lookAgainAndAgain() {
    while (!isClosed) {
      latest = OwnProcess.look();
      try {
        Thread.sleep(PERIOD.toMillis());
      } catch (InterruptedException e) {
        return; // closed
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
  }
}
