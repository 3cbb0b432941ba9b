package org.flytekitplugins.tensorflow.distributed;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.tensorflow.distributed.internal.data.Column;
import org.flytekitplugins.tensorflow.distributed.internal.data.FloatColumn;
import org.flytekitplugins.tensorflow.distributed.internal.data.LongColumn;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/**
 * Examples in arrays of this process: columns of equal length, one for each feature and label.
 * Immutable.
 */
public final class Examples {
  private final Map<String, Column> columns;
  private final int size;

  private Examples(Map<String, Column> columns, int size) {
    this.columns = columns;
    this.size = size;
  }

  /** A builder without columns. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many examples there are. */
  public int size() {
    return size;
  }

  /** The examples at some places, in that order. */
  public Examples select(int... places) {
    Map<String, Column> selected = new LinkedHashMap<>();
    columns.forEach((name, column) -> selected.put(name, column.select(places)));
    return new Examples(Collections.unmodifiableMap(selected), places.length);
  }

  /** The examples of one shard: every count-th. */
  public Examples shard(Shard shard) {
    return select(
        IntStream.range(0, size).filter(i -> i % shard.count() == shard.index()).toArray());
  }

  /**
   * A source of full batches without end: each replica gets its shard, in a new order each time
   * through. The seed alone decides the order, and a replica that starts again goes on where it
   * was.
   *
   * @param batchSize the examples of each batch, at least 1 and no more than the smallest shard
   * @throws InvalidFieldException if the batch size is below 1; the source throws it too when its
   *     shard has fewer examples than a batch
   */
  public BatchSource batches(int batchSize) {
    NumberRanges.requireAtLeastOne("batchSize", batchSize);
    return shard -> new ShuffledBatches(shard(shard), batchSize, shard);
  }

  /**
   * All examples once, in their order; the last batch may be smaller. For scoring.
   *
   * @param batchSize the examples of each batch, at least 1
   * @throws InvalidFieldException if the batch size is below 1
   */
  public Iterable<Batch> inOrder(int batchSize) {
    NumberRanges.requireAtLeastOne("batchSize", batchSize);
    return () -> slices(batchSize);
  }

  private Iterator<Batch> slices(int batchSize) {
    return IntStream.iterate(0, from -> from < size, from -> from + batchSize)
        .mapToObj(from -> batch(IntStream.range(from, Math.min(size, from + batchSize)).toArray()))
        .iterator();
  }

  /** The examples at some places, as a batch. */
  Batch batch(int... places) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    columns.forEach((name, column) -> tensors.put(name, column.tensor(places)));
    return Batch.of(tensors);
  }

  /** Builds {@link Examples}. */
  public static final class Builder {
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private Builder() {}

    /**
     * A column of numbers for a {@code TFloat32} input.
     *
     * @param example the shape of one example; a scalar is {@code Shape.scalar()}
     * @param values the examples one after the other; not copied
     * @throws InvalidFieldException if the name is taken, or the values are no whole number of
     *     examples
     */
    public Builder floats(String name, Shape example, float[] values) {
      return add(name, new FloatColumn(example, values), values.length);
    }

    /**
     * A column of whole numbers for a {@code TInt64} input.
     *
     * @param example the shape of one example; a scalar is {@code Shape.scalar()}
     * @param values the examples one after the other; not copied
     * @throws InvalidFieldException if the name is taken, or the values are no whole number of
     *     examples
     */
    public Builder longs(String name, Shape example, long[] values) {
      return add(name, new LongColumn(example, values), values.length);
    }

    private Builder add(String name, Column column, int values) {
      GraphNames.check("column", name, columns.keySet());
      if (values % column.width() != 0) {
        throw new InvalidFieldException(
            "column " + name,
            values + " values",
            "an example has " + column.width(),
            "give as many for each example");
      }
      columns.put(name, column);
      return this;
    }

    /**
     * Builds the examples.
     *
     * @throws InvalidFieldException if there are no columns, no examples, or the columns differ in
     *     length
     */
    public Examples build() {
      int size = columns.values().stream().mapToInt(Column::size).findFirst().orElse(0);
      if (size == 0) {
        throw new InvalidFieldException(
            "examples", size, "there must be some", "add columns with floats(…) and longs(…)");
      }
      columns.forEach(
          (name, column) -> {
            if (column.size() != size) {
              throw new InvalidFieldException(
                  "column " + name,
                  column.size() + " examples",
                  "the first column has " + size,
                  "give all columns the same number of examples");
            }
          });
      return new Examples(Collections.unmodifiableMap(new LinkedHashMap<>(columns)), size);
    }
  }
}
