/** Not API: whether other replicas are there, and who may reach this one. */
@NullMarked
package org.flytekitplugins.tensorflow.distributed.internal.peer;

import org.jspecify.annotations.NullMarked;
