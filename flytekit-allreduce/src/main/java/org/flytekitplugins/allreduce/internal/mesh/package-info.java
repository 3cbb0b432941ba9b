/** The connections between all replicas, and who of them is alive. */
@NullMarked
package org.flytekitplugins.allreduce.internal.mesh;

import org.jspecify.annotations.NullMarked;
