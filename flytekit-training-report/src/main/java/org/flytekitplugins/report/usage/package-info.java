/** What a replica's training costs: memory, processor time, and where the time of a step goes. */
@NullMarked
package org.flytekitplugins.report.usage;

import org.jspecify.annotations.NullMarked;
