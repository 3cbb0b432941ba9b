/** Not API: what rooms of this project share. It may change with every version. */
@NullMarked
package org.flytekitplugins.kubeflow.internal;

import org.jspecify.annotations.NullMarked;
