/** What has failed, in words and as a document. */
@NullMarked
package org.flytekitplugins.jflyte.execution.failure;

import org.jspecify.annotations.NullMarked;
