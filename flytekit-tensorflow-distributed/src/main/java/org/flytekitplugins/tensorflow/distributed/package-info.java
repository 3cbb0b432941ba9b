/**
 * Distributed TensorFlow training in Java, one process per replica of a training job: {@link
 * org.flytekitplugins.tensorflow.distributed.DistributedTraining} takes a model that is written
 * once and trains it with parameter servers, by all-reduce or alone, as the job's shape asks for. A
 * preview: names may still change.
 */
@NullMarked
package org.flytekitplugins.tensorflow.distributed;

import org.jspecify.annotations.NullMarked;
