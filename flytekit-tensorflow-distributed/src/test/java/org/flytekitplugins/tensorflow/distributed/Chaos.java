package org.flytekitplugins.tensorflow.distributed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.flytekitplugins.kubeflow.Replica;

/**
 * Jobs of all-reduce whose replicas are killed and frozen as a seed says. Whatever happens, all
 * must end with the same variables; where they wait for each other, with those of a job to which
 * nothing has happened. Not a test: run by hand, see {@code docs/distributed-training.md}.
 */
final class Chaos {
  private static final int STEPS = 120;

  private final Random random;
  private final Path folder;
  private final List<String> names = new ArrayList<>();
  private final List<String> plan = new ArrayList<>();
  private final boolean isElastic;

  private Chaos(long seed, Path folder) {
    // Neighbours would begin alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.folder = folder;
    names.add("chief-0");
    int workers = 1 + random.nextInt(2);
    for (int i = 0; i < workers; i++) {
      names.add("worker-" + i);
    }
    this.isElastic = random.nextBoolean();
    plan.add(isElastic ? "go on" : "wait");
  }

  /** Arguments: the first seed, and how many. */
  public static void main(String[] arguments) throws Exception {
    long first = Long.parseLong(arguments[0]);
    Map<Integer, String> undisturbed = new HashMap<>();
    int failed = 0;
    for (long seed = first; seed < first + Long.parseLong(arguments[1]); seed++) {
      try (Scratch scratch = new Scratch()) {
        Path calm = Files.createDirectory(scratch.folder().resolve("calm"));
        Path wild = Files.createDirectory(scratch.folder().resolve("wild"));
        Chaos chaos = new Chaos(seed, wild);
        String expected = undisturbed.get(chaos.names.size());
        if (expected == null) {
          expected = new Chaos(seed, calm).digests(0, false).get(0);
          undisturbed.put(chaos.names.size(), expected);
        }
        List<String> digests = chaos.digests(1 + chaos.random.nextInt(3), true);
        boolean isRight =
            digests.stream().distinct().count() == 1
                && (chaos.isElastic || digests.get(0).equals(expected));
        failed += isRight ? 0 : 1;
        System.out.printf(
            "%s seed %d: %s: %s%n", isRight ? "right" : "WRONG", seed, chaos.plan, digests);
      }
    }
    System.out.println(failed + " went wrong");
    System.exit(failed == 0 ? 0 : 1);
  }

  /** What the replicas end with, in the order of their names. */
  private List<String> digests(int faults, boolean isSlow) throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of(names.toArray(new String[0]));
    int[] steps = random.ints(faults, 5, STEPS - 40).map(step -> step / 5 * 5).sorted().toArray();
    try (ProcessJob job =
        new ProcessJob(
                cluster,
                folder,
                STEPS,
                isSlow ? 20 : 0,
                60,
                50,
                "DIRECT",
                1000,
                isElastic ? 1 : names.size())
            .startAll()) {
      for (int step : steps) {
        String replica = names.get(random.nextInt(names.size()));
        boolean isKilled = random.nextBoolean();
        int pause = random.nextInt(3000);
        plan.add((isKilled ? "kill " : "freeze ") + replica + "@" + step + " for " + pause + " ms");
        job.awaitStep(replica, step);
        if (isKilled) {
          job.kill(replica);
          Thread.sleep(pause);
          job.start(replica);
        } else {
          job.freeze(replica);
          Thread.sleep(pause);
          job.thaw(replica);
        }
      }
      List<String> digests = new ArrayList<>();
      for (Replica replica : cluster.replicas()) {
        String end = job.awaitEnd(replica.toString());
        Optional<String> digest =
            job.said(replica.toString(), "event").stream()
                .flatMap(event -> AllReduceTrainingTest.DigestListener.digest(event).stream())
                .findFirst();
        digests.add(digest.orElse(end.startsWith("result") ? "none" : end + job.transcript()));
      }
      return digests;
    }
  }
}
