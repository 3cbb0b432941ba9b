package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.TrainingCluster;

/** What goes wrong in a job, as data: {@code worker-1@200, freeze ps-0@5s+3s}. */
@AutoValue
public abstract class FaultPlan {
  private static final FaultPlan NONE = of();

  FaultPlan() {}

  /** The faults, in no particular order; each happens once. */
  public abstract List<Fault> faults();

  /** A plan by which nothing goes wrong. */
  public static FaultPlan none() {
    return NONE;
  }

  /** A plan of these faults. */
  public static FaultPlan of(Fault... faults) {
    return new AutoValue_FaultPlan(List.of(faults));
  }

  /**
   * Reads faults in their written form, separated by commas.
   *
   * @throws IllegalArgumentException as {@link Fault#parse} does
   */
  public static FaultPlan parse(String text) {
    if (text.isBlank()) {
      return none();
    }
    return of(Arrays.stream(text.split(",", -1)).map(Fault::parse).toArray(Fault[]::new));
  }

  /** The faults of replicas that a cluster does not have. */
  public List<Fault> strayIn(TrainingCluster cluster) {
    return faults().stream()
        .filter(fault -> fault.replica().index() >= cluster.size(fault.replica().type()))
        .collect(Collectors.toUnmodifiableList());
  }

  /** The written form. */
  @Override
  public final String toString() {
    return faults().stream().map(Fault::toString).collect(Collectors.joining(", "));
  }
}
