package org.flytekitplugins.jflyte.registration;

import java.util.List;

/**
 * What flyteadmin has of an entity.
 *
 * @param differences how its content differs; none if it does not
 * @param isActive whether it is the active launch plan of its name; false for what is none
 */
record Registered(List<Difference> differences, boolean isActive) {
  Registered {
    differences = List.copyOf(differences);
  }
}
