/** Executions on a Flyte cluster: start, watch, end and read them. */
@NullMarked
package org.flytekitplugins.client;

import org.jspecify.annotations.NullMarked;
