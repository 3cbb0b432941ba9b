/**
 * Sums over the processes of a job: {@link org.flytekitplugins.allreduce.AllReduce}. Needs Java
 * alone.
 */
@NullMarked
package org.flytekitplugins.allreduce;

import org.jspecify.annotations.NullMarked;
