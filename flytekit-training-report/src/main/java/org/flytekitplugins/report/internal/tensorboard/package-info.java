/** What a training reports, in the files that TensorBoard reads. */
@NullMarked
package org.flytekitplugins.report.internal.tensorboard;

import org.jspecify.annotations.NullMarked;
