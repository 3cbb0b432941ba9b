/** Exchanges as functions of what has come in: no sockets, no threads, no clock. */
@NullMarked
package org.flytekitplugins.allreduce.internal.exchange;

import org.jspecify.annotations.NullMarked;
