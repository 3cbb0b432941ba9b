/** What an attempt of a task leaves behind, and what it means. */
@NullMarked
package org.flytekitplugins.jflyte.local.internal.attempt;

import org.jspecify.annotations.NullMarked;
