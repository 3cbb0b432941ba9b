/** Flyte 2: its services over the connect protocol, and its messages. */
@NullMarked
package org.flytekitplugins.client.internal.flyte2;

import org.jspecify.annotations.NullMarked;
