package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.InvalidFieldException;

/** Which part of the data is this replica's. */
@AutoValue
public abstract class Shard {
  Shard() {}

  /** The number of this part, from 0; the chief has 0, the workers follow. */
  public abstract int index();

  /** How many parts there are: one for each replica that trains. */
  public abstract int count();

  /** The seed of the training, for the order of the data. */
  public abstract long seed();

  /**
   * How many steps this replica has done before, in earlier attempts; 0 if it starts from scratch.
   * Batches should go on from there.
   */
  public abstract long stepsDone();

  /**
   * A part of the data.
   *
   * @throws InvalidFieldException if the index is not below the count, or a number is negative
   */
  public static Shard of(int index, int count, long seed, long stepsDone) {
    NumberRanges.requireAtLeastOne("shard.count", count);
    if (index < 0 || index >= count) {
      throw new InvalidFieldException(
          "shard.index", index, "there are " + count + " shards", "use 0 to " + (count - 1));
    }
    if (stepsDone < 0) {
      throw new InvalidFieldException(
          "shard.stepsDone", stepsDone, "a count cannot be negative", "use 0 or more");
    }
    return new AutoValue_Shard(index, count, seed, stepsDone);
  }

  /** The elements that are this part's, for example of a list of files: every count-th. */
  public final <T> List<T> select(List<T> all) {
    List<T> selected = new ArrayList<>();
    for (int i = index(); i < all.size(); i += count()) {
      selected.add(all.get(i));
    }
    return selected;
  }
}
