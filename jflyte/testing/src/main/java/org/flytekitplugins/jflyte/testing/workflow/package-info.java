/** Workflows and tasks in the tests of those who write them, with tasks replaced. */
@NullMarked
package org.flytekitplugins.jflyte.testing.workflow;

import org.jspecify.annotations.NullMarked;
