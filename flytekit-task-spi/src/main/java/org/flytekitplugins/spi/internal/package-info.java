/**
 * Not API: what rooms of this project share that have nothing else in common, a storage module and
 * a client, say. It is loaded as the package above is, so here, too, things are only ever added.
 */
@NullMarked
package org.flytekitplugins.spi.internal;

import org.jspecify.annotations.NullMarked;
