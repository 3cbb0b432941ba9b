package org.flytekitplugins.mlflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/**
 * Inputs and outputs of a task as texts, as far as a line says what they are. Whoever may look at
 * the server reads them, so URIs are without what lets their reader in, as in the deck.
 */
final class LiteralText {
  private LiteralText() {}

  /** Those that a line says, by name. */
  static Map<String, String> of(Map<String, Literal> literals) {
    Map<String, String> texts = new LinkedHashMap<>();
    literals.forEach(
        (name, literal) -> {
          String text = of(literal);
          if (text != null) {
            texts.put(name, text);
          }
        });
    return texts;
  }

  private static @Nullable String of(Literal literal) {
    switch (literal.kind()) {
      case SCALAR:
        return of(literal.scalar());
      case COLLECTION:
        return of(literal.collection());
      case MAP:
        return null;
    }
    return null;
  }

  private static @Nullable String of(List<Literal> literals) {
    List<String> texts = new ArrayList<>();
    for (Literal literal : literals) {
      String text = of(literal);
      if (text == null) {
        return null;
      }
      texts.add(text);
    }
    return texts.toString();
  }

  private static @Nullable String of(Scalar scalar) {
    switch (scalar.kind()) {
      case PRIMITIVE:
        return of(scalar.primitive());
      case BLOB:
        return ShownUri.of(scalar.blob().uri());
      case GENERIC:
        return null;
    }
    return null;
  }

  private static String of(Primitive primitive) {
    switch (primitive.kind()) {
      case INTEGER_VALUE:
        return String.valueOf(primitive.integerValue());
      case FLOAT_VALUE:
        return String.valueOf(primitive.floatValue());
      case STRING_VALUE:
        return shown(primitive.stringValue());
      case BOOLEAN_VALUE:
        return String.valueOf(primitive.booleanValue());
      case DATETIME:
        return primitive.datetime().toString();
      case DURATION:
        return primitive.duration().toString();
    }
    throw new AssertionError(primitive.kind());
  }

  private static String shown(String text) {
    return text.contains("://") ? ShownUri.of(text) : text;
  }
}
