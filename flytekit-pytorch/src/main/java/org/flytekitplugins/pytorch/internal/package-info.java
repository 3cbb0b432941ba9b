/**
 * What makes a PyTorchJob a kind of job; nobody but this project should use it: it changes without
 * notice.
 */
@NullMarked
package org.flytekitplugins.pytorch.internal;

import org.jspecify.annotations.NullMarked;
