/** Inputs and outputs of a workflow as people and files write them: options, lines and JSON. */
@NullMarked
package org.flytekitplugins.jflyte.local.literal;

import org.jspecify.annotations.NullMarked;
