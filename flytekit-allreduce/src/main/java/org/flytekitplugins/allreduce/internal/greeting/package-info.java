/** How two replicas find out that they belong together, before anything else is read. */
@NullMarked
package org.flytekitplugins.allreduce.internal.greeting;

import org.jspecify.annotations.NullMarked;
