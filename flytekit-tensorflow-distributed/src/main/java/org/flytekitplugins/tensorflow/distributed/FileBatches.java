package org.flytekitplugins.tensorflow.distributed;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.flytekitplugins.tensorflow.distributed.internal.data.Shuffle;

/**
 * Batches of examples in files, for data that does not fit into memory at once: each replica gets
 * every count-th file and has one of them in memory at a time. Files, and the examples in each, are
 * shuffled each time through; what is left of a file that does not fill a batch is passed over that
 * time. A replica that starts again begins with another order, not in the middle of a file.
 */
public final class FileBatches implements BatchSource {
  private final List<Path> files;
  private final Function<Path, Examples> reader;
  private final int batchSize;

  private FileBatches(List<Path> files, Function<Path, Examples> reader, int batchSize) {
    this.files = files;
    this.reader = reader;
    this.batchSize = batchSize;
  }

  /**
   * A source of full batches without end.
   *
   * @param files in an order that is the same on all replicas; at least one for each replica
   * @param reader reads a file
   * @param batchSize the examples of each batch, at least 1 and no more than a file has
   * @throws InvalidFieldException if the batch size is below 1; the source throws it too when it
   *     has no file, or a file has fewer examples than a batch
   */
  public static FileBatches of(List<Path> files, Function<Path, Examples> reader, int batchSize) {
    NumberRanges.requireAtLeastOne("batchSize", batchSize);
    return new FileBatches(List.copyOf(files), reader, batchSize);
  }

  @Override
  public Iterator<Batch> open(Shard shard) {
    List<Path> mine = shard.select(files);
    if (mine.isEmpty()) {
      throw new InvalidFieldException(
          "files",
          files.size(),
          "there are " + shard.count() + " replicas that train",
          "split the data into at least as many files");
    }
    return new FilesInTurn(mine, shard);
  }

  private final class FilesInTurn implements Iterator<Batch> {
    private final List<Path> mine;
    private final Shard shard;
    private long opened;
    private int left;
    private Iterator<Batch> batches = List.<Batch>of().iterator();

    FilesInTurn(List<Path> mine, Shard shard) {
      this.mine = mine;
      this.shard = shard;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Batch next() {
      if (left == 0) {
        openNext();
      }
      left--;
      return batches.next();
    }

    private void openNext() {
      long seed = shard.seed() + shard.stepsDone();
      long pass = opened / mine.size();
      int[] order = Shuffle.order(mine.size(), seed, pass);
      Path file = mine.get(order[(int) (opened % mine.size())]);
      Examples examples = reader.apply(file);
      batches =
          FieldOwner.of(
              "file " + file,
              () ->
                  new ShuffledBatches(
                      examples, batchSize, Shard.of(shard.index(), shard.count(), seed + pass, 0)));
      left = examples.size() / batchSize;
      opened++;
    }
  }
}
