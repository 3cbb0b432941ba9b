/** The storage that a task finds in a pod. */
@NullMarked
package org.flytekitplugins.jflyte.execution.storage;

import org.jspecify.annotations.NullMarked;
