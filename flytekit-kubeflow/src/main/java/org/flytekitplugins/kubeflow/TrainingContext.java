package org.flytekitplugins.kubeflow;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replica finds itself in: its role and index, and where its peers are. One view for every
 * form in which the operator says it: {@code TF_CONFIG}, dense or sparse, with or without the
 * evaluator; PyTorch's variables, plain or elastic; nothing at all for a job of one replica and
 * outside a cluster.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/tensorflow/tensorflow.go">tensorflow.go</a>
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/pytorch/envvar.go">envvar.go</a>
 */
@AutoValue
public abstract class TrainingContext {
  TrainingContext() {}

  /** This replica. Alone it is {@code worker-0}. */
  public abstract Replica replica();

  /**
   * Where the replicas listen, as {@code host:port}, by role and index. What the environment does
   * not tell is not there: an old operator leaves the evaluator out, a sparse {@code TF_CONFIG}
   * most workers, PyTorch all but the one that leads. A replica that is alone has no addresses.
   */
  public abstract SortedMap<Replica, String> addresses();

  /** How many replicas the job has, as far as the environment tells; at least 1. */
  public abstract int size();

  /**
   * Whether this replica leads the job, writes its outputs and ends it: the chief, else the master,
   * else worker 0, else the only one.
   */
  public abstract boolean isPrimary();

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
   * The context that an environment describes.
   *
   * @throws IllegalArgumentException if it is malformed or contradicts itself; the message quotes
   *     what was found and says what was expected
   */
  public static TrainingContext of(Map<String, String> environment) {
    String tfConfig = environment.get(TfConfig.VARIABLE);
    if (tfConfig != null && !tfConfig.isBlank()) {
      return TfConfig.parse(tfConfig);
    }
    if (TorchVariables.isPresent(environment)) {
      return new TorchVariables(environment).parse();
    }
    return create(Replica.of(ReplicaType.WORKER, 0), Collections.emptySortedMap(), 1, true);
  }

  static TrainingContext create(
      Replica replica, SortedMap<Replica, String> addresses, int size, boolean isPrimary) {
    return new AutoValue_TrainingContext(
        replica, Collections.unmodifiableSortedMap(addresses), size, isPrimary);
  }
}
