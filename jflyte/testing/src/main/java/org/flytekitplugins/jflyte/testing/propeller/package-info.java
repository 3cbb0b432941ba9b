/** A propeller on this machine: what a played flyteadmin accepts, really runs. */
@NullMarked
package org.flytekitplugins.jflyte.testing.propeller;

import org.jspecify.annotations.NullMarked;
