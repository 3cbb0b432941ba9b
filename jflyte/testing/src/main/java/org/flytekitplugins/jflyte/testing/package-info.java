/**
 * A flyteadmin on loopback: the real gRPC service, with flyteadmin's rules, kept in memory. For
 * tests of whatever talks to flyteadmin.
 */
@NullMarked
package org.flytekitplugins.jflyte.testing;

import org.jspecify.annotations.NullMarked;
