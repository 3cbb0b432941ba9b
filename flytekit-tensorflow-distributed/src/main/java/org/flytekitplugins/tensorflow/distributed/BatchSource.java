package org.flytekitplugins.tensorflow.distributed;

import java.util.Iterator;

/**
 * Where the batches of a replica come from. {@link Examples#batches} and {@link FileBatches} make
 * sources of arrays and files.
 */
@FunctionalInterface
public interface BatchSource {
  /**
   * Starts to deliver. Called once for each time the replica starts to train.
   *
   * @param shard which part of the data to deliver
   * @return batches without an end; the training closes each of them
   */
  Iterator<Batch> open(Shard shard);
}
