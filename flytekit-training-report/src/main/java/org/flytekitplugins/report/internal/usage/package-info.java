/** Where the figures of {@link org.flytekitplugins.report.usage} are read, and their JSON. */
@NullMarked
package org.flytekitplugins.report.internal.usage;

import org.jspecify.annotations.NullMarked;
