/**
 * Recognizing handwritten digits: a small data set, a small network and its training on one
 * machine, in plain TensorFlow Java.
 */
@NullMarked
package org.flytekitplugins.examples.digits;

import org.jspecify.annotations.NullMarked;
