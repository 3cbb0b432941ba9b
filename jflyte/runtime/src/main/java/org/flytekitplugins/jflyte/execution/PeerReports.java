package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.kubeflow.Replica;

/**
 * What replicas have left in the folder of their attempt, read side by side. Whoever asks has
 * written its document and is about to end, so there is little time, whatever storage does; what
 * has not come by then is missing.
 */
final class PeerReports {
  private static final Duration AT_MOST = Duration.ofSeconds(3);

  /** How long after the end of the one the others may take to tell of theirs. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int CONCURRENCY = 16;

  private final Source source;
  private final Map<Replica, ReplicaReport> found = new ConcurrentHashMap<>();
  private final long start = System.nanoTime();

  /** Where they are. */
  interface Source {
    /**
     * What a replica has left.
     *
     * @throws IOException if that is none of ours
     */
    Optional<ReplicaReport> report(Replica replica) throws IOException;
  }

  private PeerReports(Source source) {
    this.source = source;
  }

  /**
   * Reads them.
   *
   * @param replicas whose
   * @param ending those that have ended or are about to, and may need a moment to say so
   */
  static Map<Replica, ReplicaReport> read(
      Source source, Collection<Replica> replicas, Set<Replica> ending) {
    if (replicas.isEmpty()) {
      return Map.of();
    }
    PeerReports reports = new PeerReports(source);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(CONCURRENCY, replicas.size()),
            work -> {
              Thread thread = new Thread(work, "jflyte-reports");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Collection<Replica> asked = replicas;
      while (!asked.isEmpty()) {
        threads.invokeAll(reports.reads(asked), reports.nanosLeft(AT_MOST), TimeUnit.NANOSECONDS);
        asked = ending.stream().filter(replica -> !reports.hasEnded(replica)).toList();
        if (reports.nanosLeft(GRACE) <= 0) {
          break;
        }
        Pause.of(asked.isEmpty() ? Duration.ZERO : PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    return Map.copyOf(reports.found);
  }

  private List<Callable<Boolean>> reads(Collection<Replica> replicas) {
    return replicas.stream().<Callable<Boolean>>map(replica -> () -> read(replica)).toList();
  }

  private boolean read(Replica replica) {
    try {
      source.report(replica).ifPresent(report -> found.put(replica, report));
      return true;
    } catch (IOException | RuntimeException e) {
      // Of a launcher that knows more, or storage fails: the deck has less to show.
      return false;
    }
  }

  private boolean hasEnded(Replica replica) {
    ReplicaReport report = found.get(replica);
    return report != null && report.hasEnded();
  }

  private long nanosLeft(Duration of) {
    return of.toNanos() - (System.nanoTime() - start);
  }
}
