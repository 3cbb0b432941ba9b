/**
 * Gives the runtime image a class-data archive: Java's own classes, the launcher's and those that
 * packages bring, as the image's own Java keeps them in memory. Every pod maps them at its start
 * instead of reading, checking and linking them.
 */
@NullMarked
package org.flytekitplugins.jflyte.image.archive;

import org.jspecify.annotations.NullMarked;
