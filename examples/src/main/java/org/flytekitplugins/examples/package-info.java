/**
 * A whole training in Java, as users write it: prepare the data, train, evaluate, and publish the
 * model if it is good enough.
 */
@NullMarked
package org.flytekitplugins.examples;

import org.jspecify.annotations.NullMarked;
