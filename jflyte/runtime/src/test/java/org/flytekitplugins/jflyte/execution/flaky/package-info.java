/** A module of jflyte with a file system that fails to order. */
@NullMarked
package org.flytekitplugins.jflyte.execution.flaky;

import org.jspecify.annotations.NullMarked;
