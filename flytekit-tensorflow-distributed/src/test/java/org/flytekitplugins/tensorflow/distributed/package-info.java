/** Tests of distributed training: in one process where that is enough, else in real ones. */
@NullMarked
package org.flytekitplugins.tensorflow.distributed;

import org.jspecify.annotations.NullMarked;
