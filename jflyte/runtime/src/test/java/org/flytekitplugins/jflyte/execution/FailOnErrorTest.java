package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flytekitplugins.jflyte.ErrorExit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where there is no Flyte to read {@code error.pb}, a job whose attempt failed is a job that
 * failed, with every replica a process; everything else is as it is with Flyte.
 */
class FailOnErrorTest {
  /** Shape, script, and what is there to see in the end. */
  private static final String TABLE =
      """
      # what ends well ends well
      chief:1 worker:1 ! chief-0: await up; sleep 500 | worker-0: touch up; hang ! SUCCEEDED {chief-0=[0], worker-0=[143]} [outputs.pb]
      chief:1/ON_FAILURE worker:1 ! chief-0: await up; once recoverable x | worker-0: touch up; hang ! SUCCEEDED {chief-0=[1, 0], worker-0=[143]} [outputs.pb, replica-restarts-chief-0]
      # the primary fails, or reports another's failure
      worker:1 ! worker-0: error boom ! FAILED {worker-0=[1]} [error.pb] NON_RECOVERABLE USER
      chief:1 worker:1 ! chief-0: await up; exit 0 | worker-0: touch up; hang ! FAILED {chief-0=[1], worker-0=[143]} [error.pb] NON_RECOVERABLE USER
      chief:1 worker:1 ! chief-0: touch up; hang | worker-0: await up; retry x ! FAILED {chief-0=[1], worker-0=[143]} [error.pb, replica-failure.pb] RECOVERABLE USER
      # a primary that is started again does not end as if nothing had happened
      worker:2/ON_FAILURE backoff:2 ! worker-0: await up; error boom | worker-1: touch up; hang ! FAILED {worker-0=[1, 1], worker-1=[143]} [error.pb] NON_RECOVERABLE USER
      # where replicas elect who leads
      elastic:1:2 ! worker-0: ignore x | worker-1: sleep 2500 ! SUCCEEDED {worker-0=[143], worker-1=[0]} [outputs.pb]
      elastic:1:2 ! worker-0: touch up; hang | worker-1: await up; error x ! FAILED {worker-0=[143], worker-1=[1]} [error.pb] NON_RECOVERABLE USER
      elastic:1:2/ON_FAILURE backoff:2 ! worker-0: touch up; hang | worker-1: await up; error x ! FAILED {worker-0=[143], worker-1=[1, 1]} [error.pb] NON_RECOVERABLE USER
      """;

  @TempDir Path folder;

  /** Side by side, because whoever fails where replicas elect stays for seconds. */
  @Test
  void aFailedAttemptIsAFailedJob() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, Future<String>> found = new TreeMap<>();
    ExecutorService jobs = Executors.newFixedThreadPool(4);
    try {
      for (String[] row : rows()) {
        String name = row[0] + " | " + row[1];
        expected.put(name, row[2]);
        found.put(name, jobs.submit(() -> run(row[0], row[1])));
      }
      Map<String, String> all = new TreeMap<>();
      for (Map.Entry<String, Future<String>> job : found.entrySet()) {
        all.put(job.getKey(), job.getValue().get());
      }
      assertThat(all).isEqualTo(expected);
    } finally {
      jobs.shutdownNow();
    }
  }

  private String run(String shape, String script) throws Exception {
    try (Job job = Job.of(folder, shape).environment(ErrorExit.VARIABLE, "true")) {
      // The last start may end by itself before the operator ends it.
      return job.run(script).summary().replaceAll("\\[1, 1, (1|143)]", "[1, 1]");
    }
  }

  private static List<String[]> rows() {
    List<String[]> rows = new ArrayList<>();
    TABLE
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> rows.add(line.split(" ! ", -1)));
    return rows;
  }
}
