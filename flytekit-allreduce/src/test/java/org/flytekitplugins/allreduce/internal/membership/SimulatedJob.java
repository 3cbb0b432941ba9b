package org.flytekitplugins.allreduce.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flytekitplugins.allreduce.internal.exchange.ExchangeSizes;
import org.jspecify.annotations.Nullable;

/**
 * A job whose replicas, network and time are all in one thread, and which looks at every step
 * whether all is right. Equal seeds, equal runs.
 */
final class SimulatedJob {
  private final VirtualTime time = new VirtualTime();
  private final Random random;
  private final int minimum;
  private final SimulatedWires wires;
  private final @Nullable SimulatedReplica[] replicas;
  private final ExchangeSizes sizes;
  private final Map<String, SimulatedTraining> done = new HashMap<>();
  private final TreeMap<Long, Boolean> begun = new TreeMap<>();
  private final Map<Integer, SimulatedTraining> ends = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private @Nullable SimulatedTraining checkpoint;
  private boolean isOver;

  SimulatedJob(int size, int minimum, long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.minimum = minimum;
    this.wires = new SimulatedWires(size, time, random);
    this.replicas = new @Nullable SimulatedReplica[size];
    this.sizes = new ExchangeSizes(16, random.nextBoolean() ? 1 << 20 : 0);
  }

  int size() {
    return replicas.length;
  }

  int minimum() {
    return minimum;
  }

  long silence() {
    return VirtualTime.ms(1000);
  }

  int steps() {
    return SimulatedTraining.MOST_STEPS;
  }

  ExchangeSizes sizes() {
    return sizes;
  }

  VirtualTime time() {
    return time;
  }

  SimulatedWires wires() {
    return wires;
  }

  @Nullable SimulatedReplica replica(int rank) {
    return replicas[rank];
  }

  /** How long a replica computes for a step. */
  long workOf(int rank) {
    return VirtualTime.ms(20 + 5L * rank) + random.nextInt(10_000_000);
  }

  /** What has happened, with its time. */
  List<String> log() {
    return log;
  }

  private void say(String what) {
    log.add(time.millis() + " ms: " + what);
  }

  // ---- what is done to it

  SimulatedJob startAll() {
    for (int rank = 0; rank < size(); rank++) {
      start(rank);
    }
    return this;
  }

  /** Starts a replica, unless it runs. The primary's comes from the last checkpoint. */
  void start(int rank) {
    SimulatedReplica before = replicas[rank];
    if ((before != null && !before.isDead()) || ends.containsKey(rank)) {
      return;
    }
    say("start " + rank);
    if (isOver) {
      ends.put(rank, SimulatedTraining.none());
      return;
    }
    SimulatedTraining first = SimulatedTraining.none();
    if (rank == 0) {
      first = checkpoint == null ? SimulatedTraining.initial() : checkpoint.copy();
    }
    SimulatedReplica replica = new SimulatedReplica(this, rank, first);
    replicas[rank] = replica;
    replica.run(replica::start);
  }

  void kill(int rank) {
    SimulatedReplica replica = running(rank);
    if (replica != null) {
      say("kill " + rank);
      replica.end();
    }
  }

  void freeze(int rank) {
    SimulatedReplica replica = running(rank);
    if (replica != null) {
      say("freeze " + rank);
      replica.freeze();
    }
  }

  void thaw(int rank) {
    SimulatedReplica replica = running(rank);
    if (replica != null) {
      say("thaw " + rank);
      replica.thaw();
    }
  }

  /** Cuts a replica's connection to another with an error. */
  void reset(int rank, int peer) {
    SimulatedReplica replica = running(rank);
    if (replica != null) {
      say("reset " + rank + " to " + peer);
      replica.run(() -> replica.reset(peer));
    }
  }

  /** Cuts those whose bit is set off from all others, or lets them through again. */
  void split(int part, boolean isCut) {
    say((isCut ? "cut " : "heal ") + Integer.toBinaryString(part));
    for (int a = 0; a < size(); a++) {
      for (int b = 0; b < a; b++) {
        if ((part >> a & 1) != (part >> b & 1)) {
          wires.cut(a, b, isCut);
        }
      }
    }
  }

  private @Nullable SimulatedReplica running(int rank) {
    SimulatedReplica replica = replicas[rank];
    return replica == null || replica.isDead() ? null : replica;
  }

  /** Lets so much time pass. */
  void pass(long millis) {
    long limit = time.now() + VirtualTime.ms(millis);
    boolean isMore = true;
    while (isMore) {
      isMore = time.next(limit);
    }
  }

  /** Lets time pass until all have ended; fails if they do not within so much time. */
  void passUntilTheEnd(long millis) {
    long limit = time.now() + VirtualTime.ms(millis);
    boolean isMore = true;
    while (isMore && ends.size() < size()) {
      isMore = time.next(limit);
    }
    assertThat(ends.keySet()).as(this::toString).hasSize(size());
  }

  /** The steps that a replica's variables have seen; -1 if it has none. */
  long step(int rank) {
    SimulatedReplica replica = replicas[rank];
    return replica == null ? -1 : replica.step();
  }

  // ---- what must hold

  /** A replica has begun to take steps with members. */
  void begins(long epoch) {
    begun.put(epoch, true);
  }

  /** A replica goes on with the variables of some version. */
  void succeeds(long epoch, StateVersion own, StateVersion next) {
    Long before = begun.lowerKey(epoch);
    if (before != null && own.isUnderWay() && own.epoch() == before) {
      // It was there all the time, so nothing that it has done may be lost.
      assertThat(next.step()).as(this::toString).isGreaterThanOrEqualTo(own.step());
    }
  }

  void stepped(SimulatedReplica replica, Proposal proposal) {
    SimulatedTraining training = replica.training();
    SimulatedTraining first =
        done.putIfAbsent(training.step() + "@" + proposal.epoch(), training.copy());
    if (first != null) {
      assertThat(training).as(this::toString).isEqualTo(first);
    }
    if (proposal.size() < minimum) {
      throw new AssertionError("fewer than " + minimum + " did a step" + this);
    }
    if (proposal.members().nextSetBit(0) == 0
        && replica == replicas[0]
        && training.step() % 10 == 0) {
      checkpoint = training.copy();
    }
  }

  void finish(SimulatedTraining last) {
    checkpoint = last.copy();
    isOver = true;
  }

  /** Whether the primary has written the last checkpoint. */
  boolean isOver() {
    return isOver;
  }

  /**
   * A replica ends.
   *
   * @param isTrained whether it has done the last step, rather than found that it was done
   */
  void ended(SimulatedReplica replica, boolean isTrained) {
    for (int rank = 0; rank < size(); rank++) {
      if (replicas[rank] == replica) {
        say("end of " + rank);
        ends.put(rank, isTrained ? replica.training() : SimulatedTraining.none());
      }
    }
    replica.end();
  }

  /** What all have ended with; every bit of it is as if its steps had been done one by one. */
  SimulatedTraining end() {
    SimulatedTraining last = checkpoint;
    assertThat(last).isNotNull();
    assertThat(last.step()).isEqualTo(steps());
    assertThat(last).as(this::toString).isEqualTo(last.doneAgain());
    ends.values().stream()
        .filter(end -> end.step() >= 0)
        .forEach(end -> assertThat(end).as(this::toString).isEqualTo(last));
    return last;
  }

  @Override
  public String toString() {
    return "\n"
        + String.join("\n", log)
        + "\n"
        + time.millis()
        + " ms\n"
        + IntStream.range(0, size())
            .mapToObj(rank -> String.valueOf(replicas[rank]))
            .collect(Collectors.joining("\n"));
  }
}
