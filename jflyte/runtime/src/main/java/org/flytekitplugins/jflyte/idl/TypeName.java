package org.flytekitplugins.jflyte.idl;

import java.util.Locale;
import org.flyte.api.v1.LiteralType;

/** Types for people: {@code list of integers}. */
public final class TypeName {
  private TypeName() {}

  /** A type with its article. */
  public static String of(LiteralType type) {
    return switch (type.getKind()) {
      case SIMPLE_TYPE -> {
        String name = type.simpleType().name().toLowerCase(Locale.ROOT);
        yield (name.equals("integer") ? "an " : "a ") + name;
      }
      case BLOB_TYPE -> "a blob";
      case SCHEMA_TYPE -> "a schema";
      case COLLECTION_TYPE -> "a list of " + plural(type.collectionType());
      case MAP_VALUE_TYPE -> "a map of " + plural(type.mapValueType());
      default -> throw UnknownToModel.inModel("LiteralType", type.getKind());
    };
  }

  private static String plural(LiteralType type) {
    return switch (type.getKind()) {
      case SIMPLE_TYPE -> type.simpleType().name().toLowerCase(Locale.ROOT) + "s";
      case BLOB_TYPE -> "blobs";
      case SCHEMA_TYPE -> "schemas";
      case COLLECTION_TYPE -> "lists of " + plural(type.collectionType());
      case MAP_VALUE_TYPE -> "maps of " + plural(type.mapValueType());
      default -> throw UnknownToModel.inModel("LiteralType", type.getKind());
    };
  }

  /** What a value of a type looks like; empty if there is no short one. */
  public static String example(LiteralType type) {
    return switch (type.getKind()) {
      case SIMPLE_TYPE ->
          switch (type.simpleType()) {
            case INTEGER -> "3";
            case FLOAT -> "0.5";
            case STRING -> "\"text\"";
            case BOOLEAN -> "true";
            case DATETIME -> "\"2026-01-31T12:00:00Z\"";
            case DURATION -> "\"PT1H30M\"";
            case STRUCT -> "{\"key\": 1}";
            default -> throw UnknownToModel.inModel("SimpleType", type.simpleType());
          };
      case BLOB_TYPE -> "{\"uri\": \"file:///a/file\"}";
      case SCHEMA_TYPE -> "";
      case COLLECTION_TYPE -> "[" + example(type.collectionType()) + "]";
      case MAP_VALUE_TYPE -> "{\"key\": " + example(type.mapValueType()) + "}";
      default -> throw UnknownToModel.inModel("LiteralType", type.getKind());
    };
  }
}
