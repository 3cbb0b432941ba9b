/** Who takes part, decided by the primary: functions of what has come, without connections. */
@NullMarked
package org.flytekitplugins.allreduce.internal.membership;

import org.jspecify.annotations.NullMarked;
