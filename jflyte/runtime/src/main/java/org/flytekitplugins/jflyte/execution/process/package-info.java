/** The process of a pod: what it prints, and what ends it. */
@NullMarked
package org.flytekitplugins.jflyte.execution.process;

import org.jspecify.annotations.NullMarked;
