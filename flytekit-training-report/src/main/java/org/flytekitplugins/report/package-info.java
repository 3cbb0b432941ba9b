/**
 * How far a training is: what its replicas tell ({@link org.flytekitplugins.report.ProgressLog}),
 * and what others read of it.
 */
@NullMarked
package org.flytekitplugins.report;

import org.jspecify.annotations.NullMarked;
