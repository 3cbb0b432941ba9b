/** flyteadmin over gRPC: deadlines, retries, authorization. */
@NullMarked
package org.flytekitplugins.client.internal.admin;

import org.jspecify.annotations.NullMarked;
