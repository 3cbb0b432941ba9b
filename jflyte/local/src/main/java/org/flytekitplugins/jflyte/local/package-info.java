/** Workflows on this machine: plain tasks in this process, training tasks as real clusters. */
@NullMarked
package org.flytekitplugins.jflyte.local;

import org.jspecify.annotations.NullMarked;
