/** The training of the digits once more, as a PyTorch job that a Java workflow drives. */
@NullMarked
package org.flytekitplugins.examples.pytorch;

import org.jspecify.annotations.NullMarked;
