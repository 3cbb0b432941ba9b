package org.flytekitplugins.jflyte.idl;

import flyteidl.core.IdentifierOuterClass;
import org.flyte.api.v1.Identifier;

/** By project, domain, name and version: makes equal packages equal bytes. */
final class IdentifierOrder {
  private IdentifierOrder() {}

  static int compare(Identifier one, Identifier other) {
    int order = one.project().compareTo(other.project());
    if (order == 0) {
      order = one.domain().compareTo(other.domain());
    }
    if (order == 0) {
      order = one.name().compareTo(other.name());
    }
    return order == 0 ? one.version().compareTo(other.version()) : order;
  }

  static int compare(IdentifierOuterClass.Identifier one, IdentifierOuterClass.Identifier other) {
    int order = one.getProject().compareTo(other.getProject());
    if (order == 0) {
      order = one.getDomain().compareTo(other.getDomain());
    }
    if (order == 0) {
      order = one.getName().compareTo(other.getName());
    }
    return order == 0 ? one.getVersion().compareTo(other.getVersion()) : order;
  }
}
