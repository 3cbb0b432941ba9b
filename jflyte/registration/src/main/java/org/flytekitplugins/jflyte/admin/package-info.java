/** flyteadmin over gRPC: deadlines, retries, authorization. */
@NullMarked
package org.flytekitplugins.jflyte.admin;

import org.jspecify.annotations.NullMarked;
