/**
 * What makes a TFJob a kind of job; nobody but this project should use it: it changes without
 * notice.
 */
@NullMarked
package org.flytekitplugins.tensorflow.internal;

import org.jspecify.annotations.NullMarked;
