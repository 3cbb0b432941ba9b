package org.flytekitplugins.tensorflow.distributed;

import java.util.Arrays;
import java.util.Iterator;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.tensorflow.distributed.internal.data.Shuffle;

/** Full batches without end, each pass through the examples in another order. */
final class ShuffledBatches implements Iterator<Batch> {
  private final Examples examples;
  private final int batchSize;
  private final long seed;
  private final int batchesInPass;
  private long next;
  private long pass = -1;
  private int[] order = {};

  ShuffledBatches(Examples examples, int batchSize, Shard shard) {
    if (batchSize > examples.size()) {
      throw new InvalidFieldException(
          "batchSize",
          batchSize,
          "shard "
              + shard.index()
              + " of "
              + shard.count()
              + " has "
              + examples.size()
              + " examples",
          "ask for smaller batches or give more examples");
    }
    this.examples = examples;
    this.batchSize = batchSize;
    this.seed = shard.seed();
    this.batchesInPass = examples.size() / batchSize;
    this.next = shard.stepsDone();
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Batch next() {
    if (next / batchesInPass != pass) {
      pass = next / batchesInPass;
      order = Shuffle.order(examples.size(), seed, pass);
    }
    int from = (int) (next % batchesInPass) * batchSize;
    next++;
    return examples.batch(Arrays.copyOfRange(order, from, from + batchSize));
  }
}
