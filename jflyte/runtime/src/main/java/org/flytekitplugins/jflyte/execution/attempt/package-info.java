/**
 * What a replica's end means for its attempt, and what it leaves in the folder of the attempt: the
 * contract of failures.
 */
@NullMarked
package org.flytekitplugins.jflyte.execution.attempt;

import org.jspecify.annotations.NullMarked;
