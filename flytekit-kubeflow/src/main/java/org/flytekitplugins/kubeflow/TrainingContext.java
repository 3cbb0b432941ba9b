package org.flytekitplugins.kubeflow;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replica finds itself in: its role and index, and where its peers are. One view for every
 * kind of job and every form in which its operator says it, and for a process that is alone: a job
 * of one replica, or a developer's machine.
 *
 * @see JobKind#context
 */
@AutoValue
public abstract class TrainingContext {
  TrainingContext() {}

  /** This replica. Alone it is {@code worker-0}. */
  public abstract Replica replica();

  /**
   * Where the replicas listen, as {@code host:port}, by role and index. What the environment does
   * not tell is not there: some operators name all replicas, some only the one that leads. A
   * replica that is alone has no addresses.
   */
  public abstract SortedMap<Replica, String> addresses();

  /** How many replicas the job has, as far as the environment tells; at least 1. */
  public abstract int size();

  /**
   * Whether this replica leads the job, writes its outputs and ends it: the one that the kind of
   * job says, or the only one.
   */
  public abstract boolean isPrimary();

  /**
   * Whether the replicas elect the one that leads while they run, and this process is started
   * before they have: nobody can say yet which it is, and {@link #isPrimary} is false in all of
   * them.
   */
  public abstract boolean isElected();

  /** The role of this replica. */
  public final ReplicaType type() {
    return replica().type();
  }

  /** The place of this replica among those of its role, from 0. */
  public final int index() {
    return replica().index();
  }

  /** Whether there are peers. */
  public final boolean isDistributed() {
    return size() > 1;
  }

  /** Where the replicas of one role listen, by index; empty if the environment tells of none. */
  public final SortedMap<Integer, String> addresses(ReplicaType type) {
    SortedMap<Integer, String> ofType = new TreeMap<>();
    addresses()
        .forEach(
            (replica, address) -> {
              if (replica.type() == type) {
                ofType.put(replica.index(), address);
              }
            });
    return Collections.unmodifiableSortedMap(ofType);
  }

  /**
   * The context of this process.
   *
   * @throws IllegalArgumentException as {@link #of} does
   */
  public static TrainingContext current() {
    return of(System.getenv());
  }

  /**
   * The context that an environment describes; a process that nothing tells of peers is alone.
   *
   * @throws IllegalArgumentException if it is malformed or contradicts itself, or if a launcher
   *     that is not known here tells of peers; the message quotes what was found and says what was
   *     expected
   */
  public static TrainingContext of(Map<String, String> environment) {
    Optional<TrainingContext> found = find(environment);
    if (found.isPresent()) {
      return found.get();
    }
    LauncherVariables.checkNone(environment, JobKinds.own());
    return create(Replica.of(ReplicaType.WORKER, 0), Collections.emptySortedMap(), 1, true);
  }

  /**
   * The context that the operator of a known kind of job describes in an environment; empty if none
   * does.
   *
   * @throws IllegalArgumentException if it is malformed or contradicts itself
   */
  public static Optional<TrainingContext> find(Map<String, String> environment) {
    return JobKinds.own().context(environment);
  }

  /**
   * Whether a variable is one by which a launcher, known here or not, tells a process who it is.
   * Who starts processes that are nobody's replicas, or somebody else's, keeps these from them.
   */
  public static boolean isVariable(String name) {
    return LauncherVariables.isOne(name) || JobKinds.own().isVariable(name);
  }

  /**
   * A context, as a {@link JobKind} reads it.
   *
   * @param addresses where the replicas listen, as far as that is known
   * @param size how many replicas the job has, at least as many as have addresses
   */
  public static TrainingContext create(
      Replica replica, SortedMap<Replica, String> addresses, int size, boolean isPrimary) {
    return new AutoValue_TrainingContext(
        replica,
        Collections.unmodifiableSortedMap(addresses),
        size,
        isPrimary,
        /* isElected= */ false);
  }

  /**
   * A context in which the replicas elect who leads, as a {@link JobKind} reads it that {@linkplain
   * JobKind#electsPrimary leaves that to them}.
   *
   * @param addresses where the replicas listen, as far as that is known
   * @param size how many replicas the job has at most, at least as many as have addresses
   */
  public static TrainingContext elected(
      Replica replica, SortedMap<Replica, String> addresses, int size) {
    return new AutoValue_TrainingContext(
        replica,
        Collections.unmodifiableSortedMap(addresses),
        size,
        /* isPrimary= */ false,
        /* isElected= */ true);
  }
}
