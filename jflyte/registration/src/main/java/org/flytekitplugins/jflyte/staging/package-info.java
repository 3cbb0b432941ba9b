/** The files of a package in a blob store, by names that tell their content. */
@NullMarked
package org.flytekitplugins.jflyte.staging;

import org.jspecify.annotations.NullMarked;
