/** A package of tasks that does what packages do, so that what these load is in the archive. */
@NullMarked
package org.flytekitplugins.jflyte.image.archive.trial;

import org.jspecify.annotations.NullMarked;
