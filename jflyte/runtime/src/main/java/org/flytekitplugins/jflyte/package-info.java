/**
 * From a directory of jars to registered Flyte entities, and to their tasks running in the pods.
 */
@NullMarked
package org.flytekitplugins.jflyte;

import org.jspecify.annotations.NullMarked;
