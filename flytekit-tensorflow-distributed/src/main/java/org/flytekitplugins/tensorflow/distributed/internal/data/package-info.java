/** Not API: examples in memory, and their order. */
@NullMarked
package org.flytekitplugins.tensorflow.distributed.internal.data;

import org.jspecify.annotations.NullMarked;
