/** The command behind {@code bin/train-digits}. */
@NullMarked
package org.flytekitplugins.examples.command;

import org.jspecify.annotations.NullMarked;
