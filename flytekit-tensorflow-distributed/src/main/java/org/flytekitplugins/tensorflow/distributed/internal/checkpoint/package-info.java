/** Not API: the files of checkpoints, and which of them count. */
@NullMarked
package org.flytekitplugins.tensorflow.distributed.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
