package org.flytekitplugins.allreduce.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flytekitplugins.allreduce.internal.exchange.Exchange;
import org.flytekitplugins.allreduce.internal.exchange.Lane;
import org.flytekitplugins.allreduce.internal.exchange.LaneException;
import org.flytekitplugins.allreduce.internal.exchange.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One process of a replica that trains, with the membership and the exchange of the real ones. What
 * happens to it while it is frozen it finds when it is thawed.
 */
final class SimulatedReplica implements Member.Acts {
  private static final long TICK = VirtualTime.ms(25);
  private static final long DIAL = VirtualTime.ms(100);
  private static final long PATIENCE = VirtualTime.ms(5000);

  private final SimulatedJob job;
  private final int rank;
  private final Member member;
  private final @Nullable Registrar registrar;
  private final Map<Integer, SimulatedLink> links = new HashMap<>();
  private final Map<Integer, SimulatedWires.Side> values = new HashMap<>();
  private final long[] heard;
  private final long[] nextDial;
  private final long[] nextValues;
  private final List<Runnable> deferred = new ArrayList<>();
  private long lastTick;
  private long nextBeat;
  private boolean isDead;
  private boolean isFrozen;

  private SimulatedTraining training;
  private StateVersion version;
  private @Nullable Proposal announcement;
  private @Nullable Proposal wanted;
  private @Nullable Proposal current;
  private @Nullable Exchange exchange;
  private @Nullable Operation operation;
  private @Nullable Runnable after;
  private boolean isComputing;
  private boolean isBrokenOff;
  private List<Integer> members = List.of();
  private Map<Integer, SimulatedWires.Side> lanes = Map.of();
  private int interrupted;

  SimulatedReplica(SimulatedJob job, int rank, SimulatedTraining training) {
    this.job = job;
    this.rank = rank;
    this.member = new Member(rank, this);
    this.training = training;
    this.version = training.step() < 0 ? StateVersion.NONE : StateVersion.of(0, training.step());
    this.heard = new long[job.size()];
    this.nextDial = new long[job.size()];
    this.nextValues = new long[job.size()];
    this.registrar =
        rank == 0
            ? new Registrar(
                job.size(),
                job.minimum(),
                job.silence(),
                job.time().millis(),
                job.time().now(),
                new RegistrarActs())
            : null;
    this.lastTick = job.time().now();
  }

  void start() {
    member.await(version);
    tick();
  }

  boolean isDead() {
    return isDead;
  }

  long step() {
    return training.step();
  }

  SimulatedTraining training() {
    return training;
  }

  /** How often it was interrupted in an exchange. */
  int interrupted() {
    return interrupted;
  }

  /** Whether it takes part in what goes on. */
  boolean isMember() {
    return current != null && !isBrokenOff;
  }

  /** Runs something as this process, as soon as it runs; never if it is dead. */
  void post(long delay, Runnable what) {
    job.time().in(delay, () -> run(what));
  }

  void run(Runnable what) {
    if (isDead) {
      return;
    }
    if (isFrozen) {
      deferred.add(what);
    } else {
      what.run();
      decide();
    }
  }

  private void decide() {
    if (registrar != null && !isDead) {
      registrar.decide(job.time().now());
    }
  }

  void freeze() {
    isFrozen = true;
  }

  void thaw() {
    if (isFrozen && !isDead) {
      isFrozen = false;
      List<Runnable> missed = new ArrayList<>(deferred);
      deferred.clear();
      missed.forEach(this::run);
    }
  }

  /** Dies, or ends: its system closes what it had open. */
  void end() {
    isDead = true;
    List.copyOf(links.values()).forEach(link -> link.close(rank));
    values.values().forEach(SimulatedWires.Side::close);
    lanes.values().forEach(SimulatedWires.Side::close);
  }

  private void tick() {
    long now = job.time().now();
    boolean slept = now - lastTick > job.silence() / 2;
    lastTick = now;
    for (int peer = 0; peer < job.size(); peer++) {
      SimulatedLink link = links.get(peer);
      if (link == null) {
        if (peer < rank && now >= nextDial[peer]) {
          nextDial[peer] = now + DIAL;
          if (dial(peer)) {
            nextDial[peer] = now + PATIENCE;
          }
        }
      } else if (slept) {
        heard[peer] = now;
      } else if (now - heard[peer] > job.silence()) {
        unlink(peer, link);
      } else if (now >= nextBeat) {
        link.send(rank, () -> {});
      }
    }
    if (now >= nextBeat) {
      nextBeat = now + job.silence() / 10;
    }
    if (operation == null && !isComputing && job.isOver()) {
      job.ended(this, false);
      return;
    }
    connectAgain();
    post(TICK, this::tick);
  }

  // ---- signs of life

  private boolean dial(int peer) {
    return reach(
        peer,
        other -> {
          SimulatedLink link = new SimulatedLink(job.wires(), this, rank, other, peer);
          other.link(rank, link);
          run(() -> link(peer, link));
        });
  }

  /** Does something with a peer, if it answers within the time that a greeting may take. */
  private boolean reach(int peer, Consumer<SimulatedReplica> then) {
    SimulatedReplica other = job.replica(peer);
    if (other == null || other.isDead || job.wires().isCut(rank, peer)) {
      return false;
    }
    long deadline = job.time().now() + PATIENCE;
    long delay = job.wires().delay(rank, peer);
    job.time()
        .in(
            3 * delay,
            () ->
                other.run(
                    () -> {
                      if (!isDead
                          && !isFrozen
                          && job.time().now() < deadline
                          && !job.wires().isCut(rank, peer)) {
                        then.accept(other);
                      }
                    }));
    return true;
  }

  private void link(int peer, SimulatedLink link) {
    SimulatedLink before = links.put(peer, link);
    if (before != null) {
      before.close(rank);
      member.unlinked(peer);
    }
    heard[peer] = job.time().now();
    nextDial[peer] = job.time().now() + DIAL;
    if (registrar != null) {
      registrar.linked(peer);
    }
    member.linked(peer);
  }

  void received(int peer, SimulatedLink link, Runnable what) {
    run(
        () -> {
          if (links.get(peer) == link) {
            heard[peer] = job.time().now();
            what.run();
          }
        });
  }

  void closed(int peer, SimulatedLink link) {
    run(() -> unlink(peer, link));
  }

  private void unlink(int peer, SimulatedLink link) {
    if (links.get(peer) == link) {
      links.remove(peer);
      link.close(rank);
      if (registrar != null) {
        registrar.unlinked(peer);
      }
      member.unlinked(peer);
      if (members.contains(peer) && operation != null) {
        broken();
      }
    }
  }

  /** Both connections to a peer are reset. */
  void reset(int peer) {
    SimulatedLink link = links.get(peer);
    if (link != null) {
      unlink(peer, link);
    }
    SimulatedWires.Side side = lanes.get(peer);
    if (side != null) {
      side.close();
    }
  }

  // ---- what the membership asks for

  @Override
  public void report(Status status) {
    if (registrar != null) {
      registrar.status(0, status);
      return;
    }
    SimulatedLink link = links.get(0);
    if (link != null) {
      SimulatedReplica primary = link.other(rank);
      link.send(rank, () -> primary.told(rank, status));
    }
  }

  private void told(int peer, Status status) {
    if (registrar != null) {
      registrar.status(peer, status);
    }
  }

  @Override
  public void connect(Proposal proposal) {
    wanted = proposal;
    Arrays.fill(nextValues, job.time().now());
    values
        .entrySet()
        .removeIf(
            one -> {
              boolean isOld = one.getValue().pipe.epoch != proposal.epoch();
              if (isOld) {
                one.getValue().close();
              }
              return isOld;
            });
    connectAgain();
    connected();
  }

  private void connectAgain() {
    Proposal proposal = wanted;
    if (proposal == null || !proposal.has(rank)) {
      return;
    }
    long now = job.time().now();
    proposal.members().stream()
        .filter(peer -> peer < rank && !hasValues(peer, proposal) && now >= nextValues[peer])
        .forEach(
            peer -> {
              nextValues[peer] = now + DIAL;
              if (reach(peer, other -> dialled(peer, other, proposal))) {
                nextValues[peer] = now + PATIENCE;
              }
            });
  }

  private boolean hasValues(int peer, Proposal proposal) {
    Proposal now = member.current();
    return values.containsKey(peer) || (now != null && now.epoch() == proposal.epoch());
  }

  private void dialled(int peer, SimulatedReplica other, Proposal proposal) {
    SimulatedWires.Pipe pipe = job.wires().new Pipe(rank, peer, proposal.epoch());
    if (other.take(rank, pipe.listener())) {
      run(() -> take(peer, pipe.dialer()));
    } else {
      nextValues[peer] = job.time().now() + DIAL;
    }
  }

  private boolean take(int peer, SimulatedWires.Side side) {
    Proposal proposal = wanted;
    long newest = proposal == null ? 0 : proposal.epoch();
    SimulatedWires.Side before = values.get(peer);
    if (side.pipe.epoch < newest || (before != null && side.pipe.epoch < before.pipe.epoch)) {
      side.close();
      return false;
    }
    Proposal now = member.current();
    if (now != null && now.epoch() == side.pipe.epoch) {
      // The peer has dialled twice.
      side.close();
      return false;
    }
    if (before != null) {
      before.close();
    }
    values.put(peer, side);
    connected();
    return true;
  }

  private void connected() {
    Proposal proposal = wanted;
    if (proposal != null
        && proposal.has(rank)
        && proposal.members().stream()
            .allMatch(
                peer ->
                    peer == rank
                        || (values.containsKey(peer)
                            && values.get(peer).pipe.epoch == proposal.epoch()))) {
      member.connected(proposal.epoch());
    }
  }

  @Override
  public void enter(Proposal proposal) {
    lanes = new HashMap<>(values);
    values.clear();
    // On another thread than that which has told.
    post(
        0,
        () -> {
          if (member.current() == proposal) {
            begin(proposal);
          }
        });
    isBrokenOff = false;
    isComputing = true;
  }

  @Override
  public void breakOff(Proposal instead) {
    isBrokenOff = true;
    if (operation != null) {
      broken();
    } else if (current == null) {
      // Entered, but its thread has not looked yet.
      post(0, this::broken);
    }
  }

  private final class RegistrarActs implements Registrar.Acts {
    @Override
    public void send(int peer, Proposal proposal) {
      if (peer == rank) {
        member.proposed(proposal);
        return;
      }
      SimulatedLink link = links.get(peer);
      if (link != null) {
        SimulatedReplica other = link.other(rank);
        link.send(rank, () -> other.member.proposed(proposal));
      }
    }

    @Override
    public void announce(Proposal proposal) {
      announcement = proposal;
    }

    @Override
    public void withdraw() {
      announcement = null;
    }
  }

  // ---- the thread that trains

  private void begin(Proposal proposal) {
    current = proposal;
    isComputing = false;
    members = new ArrayList<>();
    proposal.members().stream().forEach(members::add);
    List<Lane> ends = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      int peer = members.get(i);
      if (peer != rank) {
        SimulatedWires.Side side = lanes.get(peer);
        if (side == null || side.pipe.epoch != proposal.epoch()) {
          throw new IllegalStateException(this + " has no connection to " + peer);
        }
        side.onChange(() -> run(this::advance));
        ends.add(new Lane(i, side));
      }
    }
    exchange = new Exchange(members.indexOf(rank), ends, job.sizes(), proposal.epoch());
    tellVersions(proposal, new ArrayList<>());
  }

  private void tellVersions(Proposal proposal, List<StateVersion> known) {
    int next = known.size();
    if (next == members.size()) {
      share(proposal, Succession.of(known));
      return;
    }
    ByteBuffer said =
        ByteBuffer.allocate(16).putLong(version.epoch()).putLong(version.step()).flip();
    BitSet all = new BitSet();
    all.set(0, members.size());
    start(
        exchange().broadcast(said, next, all),
        () -> {
          known.add(StateVersion.of(said.getLong(0), said.getLong(8)));
          tellVersions(proposal, known);
        });
  }

  private void share(Proposal proposal, Succession succession) {
    int own = members.indexOf(rank);
    ByteBuffer bytes = own == succession.source() ? training.toBytes() : SimulatedTraining.room();
    start(
        exchange().broadcast(bytes, succession.source(), succession.takers()),
        () -> {
          job.succeeds(proposal.epoch(), version, succession.version());
          if (succession.takers().get(own)) {
            training = SimulatedTraining.of(bytes);
            version = succession.version();
          }
          assertThat(training.step())
              .as(() -> this + " of " + succession.source() + job)
              .isEqualTo(succession.version().step());
          next(proposal);
        });
  }

  private void next(Proposal proposal) {
    if (training.step() >= job.steps()) {
      last();
      return;
    }
    isComputing = true;
    post(
        job.workOf(rank),
        () -> {
          isComputing = false;
          if (isBrokenOff || members.stream().anyMatch(m -> m != rank && !links.containsKey(m))) {
            broken();
            return;
          }
          float[] gradient = training.gradient(rank);
          boolean isLast = isAnnouncedAfter(proposal);
          changed(proposal);
          start(
              exchange().sum(FloatBuffer.wrap(gradient), isLast),
              () -> {
                training.update(gradient, proposal.epoch(), proposal.members());
                version = StateVersion.of(proposal.epoch(), training.step());
                job.stepped(this, proposal);
                if (exchange().isLast()) {
                  leave();
                } else {
                  next(proposal);
                }
              });
        });
  }

  private void changed(Proposal proposal) {
    version = StateVersion.of(proposal.epoch(), training.step());
    job.begins(proposal.epoch());
  }

  private boolean isAnnouncedAfter(Proposal proposal) {
    Proposal next = announcement;
    if (registrar == null || next == null || next.base() != proposal.epoch()) {
      return false;
    }
    announcement = null;
    registrar.announced();
    return true;
  }

  private void last() {
    if (rank == 0) {
      job.finish(training);
    }
    start(exchange().sum(FloatBuffer.wrap(new float[1]), false), () -> job.ended(this, true));
  }

  private Exchange exchange() {
    Exchange own = exchange;
    if (own == null) {
      throw new IllegalStateException("takes part in nothing");
    }
    return own;
  }

  private void start(Operation what, Runnable then) {
    operation = what;
    after = then;
    advance();
  }

  private void advance() {
    Operation what = operation;
    Runnable then = after;
    if (what == null || then == null) {
      return;
    }
    try {
      while (!exchange().isDone(what)) {
        if (!exchange().advance(what)) {
          return;
        }
      }
    } catch (LaneException e) {
      assertThat(e.isRefused()).as(() -> e.getMessage() + job).isFalse();
      broken();
      return;
    }
    operation = null;
    after = null;
    then.run();
  }

  private void broken() {
    if (operation != null) {
      interrupted++;
    }
    if (training.step() >= job.steps() && job.isOver()) {
      job.ended(this, true);
      return;
    }
    leave();
  }

  private void leave() {
    operation = null;
    after = null;
    exchange = null;
    current = null;
    isComputing = false;
    isBrokenOff = false;
    lanes.values().forEach(SimulatedWires.Side::close);
    lanes = Map.of();
    members = List.of();
    member.await(version);
  }

  @Override
  public String toString() {
    return member + (isFrozen ? " frozen" : "") + (isDead ? " dead" : "") + " step " + step();
  }
}
