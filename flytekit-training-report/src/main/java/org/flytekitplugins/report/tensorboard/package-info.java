/** What a training reports, in the files that TensorBoard reads. */
@NullMarked
package org.flytekitplugins.report.tensorboard;

import org.jspecify.annotations.NullMarked;
