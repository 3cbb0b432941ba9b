/**
 * A package that uses everything flytekit-java 0.4.35 offers. Its tasks do nothing: what is looked
 * at is how they are described to Flyte.
 */
@NullMarked
package org.flytekitplugins.jflyte.golden;

import org.jspecify.annotations.NullMarked;
