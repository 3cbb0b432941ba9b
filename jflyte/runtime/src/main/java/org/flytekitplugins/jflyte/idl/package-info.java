/** Flyte's messages for flytekit-java's model, and back: a class for each family of messages. */
@NullMarked
package org.flytekitplugins.jflyte.idl;

import org.jspecify.annotations.NullMarked;
