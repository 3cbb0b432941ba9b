/** Goals that run {@code jflyte} on a Maven project, as it is built. */
@NullMarked
package org.flytekitplugins.maven;

import org.jspecify.annotations.NullMarked;
