/**
 * What crosses class loaders between a package of Flyte tasks and workflows and the program that
 * launches them.
 *
 * <p>A launcher loads user code child first, but this package parent first, so that both sides see
 * one class for each of these types. They refer to nothing but the JDK and {@code
 * org.flyte.api.v1}, and methods are only ever added, with defaults: a package and a launcher of
 * different versions understand each other.
 */
@NullMarked
package org.flytekitplugins.spi;

import org.jspecify.annotations.NullMarked;
