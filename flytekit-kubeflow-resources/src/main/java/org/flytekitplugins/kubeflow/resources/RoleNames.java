package org.flytekitplugins.kubeflow.resources;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ReplicaType;

/** Roles as the operator's resources name them. */
final class RoleNames {
  private RoleNames() {}

  static String of(ReplicaType type) {
    String name = type.lowerCaseName();
    return type == ReplicaType.PS
        ? "PS"
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** The role of a name; the operator takes it in any case. */
  static Optional<ReplicaType> parse(String name) {
    return Stream.of(ReplicaType.values())
        .filter(type -> of(type).equalsIgnoreCase(name))
        .findAny();
  }
}
