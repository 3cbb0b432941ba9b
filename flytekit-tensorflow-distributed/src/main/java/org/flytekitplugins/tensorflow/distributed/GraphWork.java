package org.flytekitplugins.tensorflow.distributed;

import java.util.Iterator;
import java.util.Set;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** How much a step has to do, as far as its graph shows it. */
final class GraphWork {
  // By measurement: benchmarks/distributed-training.md.
  private static final long FEW_VALUES = 1 << 16;

  // What they take depends on activations, and not on how many values the variables have.
  private static final Set<String> HEAVY = Set.of("Conv", "BatchMatMul", "Einsum", "While");

  // TensorFlow refuses them, or would wait for ever, when one operation runs after the other.
  private static final Set<String> UNORDERED =
      Set.of("Switch", "Merge", "Enter", "Exit", "NextIteration", "LoopCond", "Queue", "Barrier");

  private final long values;
  private final boolean isHeavy;
  private final boolean isInOrder;

  private GraphWork(long values, boolean isHeavy, boolean isInOrder) {
    this.values = values;
    this.isHeavy = isHeavy;
    this.isInOrder = isInOrder;
  }

  /** The work of a graph. */
  static GraphWork of(TrainingGraph graph) {
    long values = 0;
    for (Operand<TFloat32> variable : graph.model().variables().values()) {
      values += variable.shape().size();
    }
    boolean isHeavy = false;
    boolean isInOrder = true;
    Iterator<GraphOperation> operations = graph.graph().operations();
    while (operations.hasNext()) {
      String type = operations.next().type();
      isHeavy |= HEAVY.stream().anyMatch(type::contains);
      isInOrder &= UNORDERED.stream().noneMatch(type::contains);
    }
    return new GraphWork(values, isHeavy, isInOrder);
  }

  /** Whether operations take so little that sharing them between threads makes a step longer. */
  boolean isBrief() {
    return values < FEW_VALUES && !isHeavy;
  }

  /** Whether one operation can run after the other, without any at the same time. */
  boolean isInOrder() {
    return isInOrder;
  }
}
