/** The files of a package in a blob store, under names that tell their content. */
@NullMarked
package org.flytekitplugins.jflyte.artifact;

import org.jspecify.annotations.NullMarked;
