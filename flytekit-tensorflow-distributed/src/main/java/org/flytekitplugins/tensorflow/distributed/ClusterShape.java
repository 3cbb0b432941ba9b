package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.jspecify.annotations.Nullable;
import org.tensorflow.DeviceSpec;

/** A job as the training sees it: who trains, who serves, where they are. */
final class ClusterShape {
  private final TrainingContext context;
  private final List<Replica> trainers;
  private final List<Replica> servers;
  private final int size;

  ClusterShape(TrainingContext context) {
    this.context = context;
    SortedMap<Replica, String> members = new TreeMap<>(context.addresses());
    members.putIfAbsent(context.replica(), "");
    this.size = members.size();
    this.trainers = new ArrayList<>();
    this.servers = new ArrayList<>();
    for (Replica member : members.keySet()) {
      if (member.type() == ReplicaType.PS) {
        servers.add(member);
      } else if (member.type() != ReplicaType.EVALUATOR) {
        trainers.add(member);
      }
    }
  }

  Replica self() {
    return context.replica();
  }

  boolean isPrimary() {
    return context.isPrimary();
  }

  /** The replicas that train, the primary first. */
  List<Replica> trainers() {
    return trainers;
  }

  /** The replica that writes checkpoints and the result. */
  Replica primary() {
    return trainers.get(0);
  }

  /** The parameter servers. */
  List<Replica> servers() {
    return servers;
  }

  /** Where a replica listens. */
  String address(Replica replica) {
    String address = context.addresses().get(replica);
    if (address == null) {
      throw new IllegalStateException(
          replica + " has no address in the training context: " + context.addresses());
    }
    return address;
  }

  /** The part of the data of this replica: its place among those that train. */
  Shard shard(long seed, long stepsDone) {
    return Shard.of(trainers.indexOf(self()), trainers.size(), seed, stepsDone);
  }

  /**
   * The strategy of the job: what the user chose, else what the shape asks for.
   *
   * @throws InvalidFieldException if the user's choice does not fit the shape
   */
  Strategy strategy(@Nullable Strategy chosen) {
    if (context.size() > size) {
      throw new InvalidFieldException(
          "TF_CONFIG",
          size + " replicas",
          "the job has " + context.size(),
          "all replicas must know all others");
    }
    if (chosen == Strategy.ALL_REDUCE && !servers.isEmpty()) {
      throw refuse(
          chosen,
          "all-reduce uses no parameter servers and the job has " + servers.size(),
          "set the job's ps to 0 or choose PARAMETER_SERVER");
    }
    if (chosen == Strategy.PARAMETER_SERVER && servers.isEmpty()) {
      throw refuse(chosen, "the job has no parameter server", "add a ps or choose ALL_REDUCE");
    }
    if (chosen == Strategy.SINGLE
        && context.size() > 1
        && !(trainers.size() == 1 && servers.isEmpty())) {
      throw refuse(
          chosen,
          "the job has "
              + trainers.size()
              + " replicas that train and "
              + servers.size()
              + " parameter servers",
          "choose none, and the job's shape decides");
    }
    if (!servers.isEmpty()) {
      return Strategy.PARAMETER_SERVER;
    }
    return trainers.size() > 1 ? Strategy.ALL_REDUCE : Strategy.SINGLE;
  }

  /**
   * Looks whether so many replicas can be there.
   *
   * @param minReplicas how many are asked for; null for any number
   * @throws InvalidFieldException if there are not as many
   */
  void requireAtLeast(@Nullable Integer minReplicas) {
    if (minReplicas != null && minReplicas > trainers.size()) {
      throw new InvalidFieldException(
          "minReplicas",
          minReplicas,
          "the job has " + trainers.size() + " that train",
          "use 1 to " + trainers.size());
    }
  }

  private static InvalidFieldException refuse(Strategy chosen, String rule, String remedy) {
    return new InvalidFieldException("strategy", chosen, rule, remedy);
  }

  /** The device of a replica in TensorFlow's cluster. */
  static DeviceSpec device(Replica replica) {
    return DeviceSpec.newBuilder()
        .job(replica.type().lowerCaseName())
        .replica(0)
        .task(replica.index())
        .deviceType(DeviceSpec.DeviceType.CPU)
        .deviceIndex(0)
        .build();
  }

  /** The task of a replica in TensorFlow's cluster, as device filters write it. */
  static String task(Replica replica) {
    return "/job:" + replica.type().lowerCaseName() + "/task:" + replica.index();
  }
}
