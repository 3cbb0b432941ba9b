package org.flytekitplugins.jflyte.image;

import static java.util.stream.Collectors.toMap;

import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import java.util.Map;
import java.util.TreeMap;

/** What a task gave. */
record TaskOutputs(LiteralMap literals) {
  /** The URI of a blob. */
  String blob(String name) {
    return literal(name).getScalar().getBlob().getUri();
  }

  double number(String name) {
    return literal(name).getScalar().getPrimitive().getFloatValue();
  }

  Map<String, Long> integers(String name) {
    return literal(name).getMap().getLiteralsMap().entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().getScalar().getPrimitive().getInteger(),
                (a, b) -> a,
                TreeMap::new));
  }

  private Literal literal(String name) {
    return literals.getLiteralsOrThrow(name);
  }
}
