/**
 * What runs inside the pods: one task, or one replica of a training task, from its inputs to its
 * outputs or to the one document that says why there are none.
 */
@NullMarked
package org.flytekitplugins.jflyte.execution;

import org.jspecify.annotations.NullMarked;
