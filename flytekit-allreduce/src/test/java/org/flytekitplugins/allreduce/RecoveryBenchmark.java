package org.flytekitplugins.allreduce;

/**
 * How long the others of a job of three processes stand still when one is killed or frozen, and how
 * long a thawed one takes to join. Not a test: run by hand, see {@code benchmarks/all-reduce.md}.
 */
final class RecoveryBenchmark {
  private RecoveryBenchmark() {}

  /** Argument: how many rounds. */
  public static void main(String[] arguments) throws Exception {
    for (int round = 0; round < Integer.parseInt(arguments[0]); round++) {
      try (LoopbackJob addresses = new LoopbackJob("chief-0", "worker-0", "worker-1");
          ReplicaProcesses job =
              new ReplicaProcesses(
                      ElasticReplica.class, addresses.addresses(), "1000000", "1", "1000")
                  .startAll()) {
        job.awaitSteps("worker-1", 60);
        job.kill("worker-1");
        long killed = job.awaitSaid("worker-0", "with [chief-0, worker-0]");
        job.start("worker-1");
        job.awaitSaid("worker-1", "with [chief-0, worker-0, worker-1]");
        job.signal("worker-0", "STOP");
        long frozen = job.awaitSaid("chief-0", "with [chief-0, worker-1]");
        job.signal("worker-0", "CONT");
        long before = job.steps("worker-0");
        long joined = job.await("worker-0 to join", () -> job.steps("worker-0") > before + 1);
        System.out.printf(
            "killed: the others go on after %d ms; frozen: after %d ms; thawed: joins after %d ms%n",
            killed, frozen, joined);
      }
    }
    System.exit(0);
  }
}
