package org.flytekitplugins.kubeflow;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkStruct;

/** A kind of job of which there are many, told apart by a number; each tells it to a variable. */
public abstract class NumberedKind implements JobKind {
  /** The first. */
  public static final class One extends NumberedKind {
    /** Made by {@code ServiceLoader}. */
    public One() {
      super(1);
    }
  }

  /** The second. */
  public static final class Two extends NumberedKind {
    /** Made by {@code ServiceLoader}. */
    public Two() {
      super(2);
    }
  }

  /** Another that takes itself for the second. */
  public static final class TwoAgain extends NumberedKind {
    /** Made by {@code ServiceLoader}. */
    public TwoAgain() {
      super(2);
    }
  }

  private final int number;

  NumberedKind(int number) {
    this.number = number;
  }

  @Override
  public String taskType() {
    return "type-" + number;
  }

  @Override
  public String kubernetesKind() {
    return "Job" + number;
  }

  @Override
  public List<ReplicaType> leaders() {
    return List.of(ReplicaType.MASTER, ReplicaType.WORKER);
  }

  @Override
  public TrainingCluster read(Struct custom, int taskTypeVersion) {
    return CustomReader.read(custom, Set.of(ReplicaType.WORKER));
  }

  @Override
  public SdkStruct write(TrainingCluster cluster) {
    return CustomWriter.write(cluster).build();
  }

  @Override
  public void check(TrainingCluster cluster) {}

  @Override
  public Map<String, String> variables(
      TrainingCluster cluster, Replica replica, SortedMap<Replica, String> addresses) {
    return Map.of(variable(), replica.toString());
  }

  @Override
  public Set<String> variableNames() {
    return Set.of(variable());
  }

  @Override
  public Optional<TrainingContext> context(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(variable()))
        .map(
            name ->
                TrainingContext.create(
                    Replica.parse(name), Collections.emptySortedMap(), 2, /* isPrimary= */ false));
  }

  @Override
  public TrainingOperator operator(String namespace, String name, TrainingCluster cluster) {
    throw new UnsupportedOperationException();
  }

  private String variable() {
    return "NUMBER_" + number;
  }
}
