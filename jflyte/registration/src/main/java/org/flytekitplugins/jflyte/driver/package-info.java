/** Workflows where Flyte has none: a pod that walks the graph, and runs each node as an action. */
@NullMarked
package org.flytekitplugins.jflyte.driver;

import org.jspecify.annotations.NullMarked;
