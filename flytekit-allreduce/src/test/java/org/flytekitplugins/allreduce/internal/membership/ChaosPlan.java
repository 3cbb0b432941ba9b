package org.flytekitplugins.allreduce.internal.membership;

import java.util.Random;

/** What happens to a job, as a seed says: who is killed, frozen, cut off or slow, when. */
final class ChaosPlan {
  private static final long LAST_FAULT = 3000;

  private final long seed;

  ChaosPlan(long seed) {
    this.seed = seed;
  }

  /** Does it all; fails if something goes wrong. Gives the job, which has ended. */
  SimulatedJob run() {
    Random random = new Random(~seed * 0x9E3779B97F4A7C15L);
    int size = 2 + random.nextInt(4);
    SimulatedJob job = new SimulatedJob(size, 1 + random.nextInt(size), seed);
    for (int rank = 0; rank < size; rank++) {
      int each = rank;
      job.time().at(VirtualTime.ms(random.nextInt(400)), () -> job.start(each));
    }
    int faults = 1 + random.nextInt(6);
    for (int i = 0; i < faults; i++) {
      plan(job, size, VirtualTime.ms(random.nextInt((int) LAST_FAULT)), random);
    }
    job.passUntilTheEnd(120_000);
    return job;
  }

  private static void plan(SimulatedJob job, int size, long at, Random random) {
    int rank = random.nextInt(size);
    int peer = (rank + 1 + random.nextInt(size - 1)) % size;
    long end = at + VirtualTime.ms(random.nextInt(3000));
    int kind = random.nextInt(6);
    if (kind <= 1) {
      job.time().at(at, () -> job.kill(rank));
      // The kubelet starts it again; whom it finds running it leaves alone.
      job.time().at(end, () -> job.start(rank));
      job.time().at(end + VirtualTime.ms(4000), () -> job.start(rank));
    } else if (kind == 2) {
      job.time().at(at, () -> job.freeze(rank));
      job.time().at(end, () -> job.thaw(rank));
    } else if (kind == 3) {
      int part = 1 + random.nextInt((1 << size) - 2);
      job.time().at(at, () -> job.split(part, true));
      job.time().at(end, () -> job.split(part, false));
    } else if (kind == 4) {
      long usual = job.wires().delay(rank, peer);
      long slow = VirtualTime.ms(1 + random.nextInt(400));
      job.time().at(at, () -> job.wires().slow(rank, peer, slow));
      job.time().at(end, () -> job.wires().slow(rank, peer, usual));
    } else {
      job.time().at(at, () -> job.reset(rank, peer));
    }
  }
}
