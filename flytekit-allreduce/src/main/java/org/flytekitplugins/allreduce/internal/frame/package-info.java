/** The grammar of what replicas send each other while they exchange. */
@NullMarked
package org.flytekitplugins.allreduce.internal.frame;

import org.jspecify.annotations.NullMarked;
