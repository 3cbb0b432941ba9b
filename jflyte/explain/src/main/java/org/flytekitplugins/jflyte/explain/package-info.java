/** What the cluster will make of a training task: said before anything runs. */
@NullMarked
package org.flytekitplugins.jflyte.explain;

import org.jspecify.annotations.NullMarked;
