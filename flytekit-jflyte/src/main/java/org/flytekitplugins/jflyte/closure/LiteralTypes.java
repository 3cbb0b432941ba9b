package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SchemaType;
import flyteidl.core.Types.SimpleType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a value of one type may go where another is wanted, by the rules of Flyte's compiler.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/validators/typing.go">typing.go</a>
 */
final class LiteralTypes {
  private LiteralTypes() {}

  static boolean isAssignable(LiteralType from, LiteralType to) {
    return switch (to.getTypeCase()) {
      case COLLECTION_TYPE ->
          from.hasCollectionType()
              && (isNone(from.getCollectionType())
                  || isAssignable(from.getCollectionType(), to.getCollectionType()));
      case MAP_VALUE_TYPE ->
          from.hasMapValueType()
              && (isNone(from.getMapValueType())
                  || isAssignable(from.getMapValueType(), to.getMapValueType()));
      // Structured data sets can be schemas too; their columns are the server's to compare.
      case SCHEMA ->
          from.hasStructuredDatasetType()
              || (from.hasSchema() && isAssignable(from.getSchema(), to.getSchema()));
      case UNION_TYPE, STRUCTURED_DATASET_TYPE, TYPE_NOT_SET -> true; // the server knows
      case SIMPLE ->
          (to.getSimple() == SimpleType.STRING && from.hasEnumType())
              || (from.getTypeCase() == to.getTypeCase() && from.getSimple() == to.getSimple());
      case BLOB -> from.hasBlob() && from.getBlob().equals(to.getBlob());
      case ENUM_TYPE ->
          (from.hasSimple() && from.getSimple() == SimpleType.STRING)
              || (from.hasEnumType() && from.getEnumType().equals(to.getEnumType()));
    };
  }

  private static boolean isAssignable(SchemaType from, SchemaType to) {
    if (from.getColumnsCount() == 0) {
      return true;
    }
    Map<String, SchemaType.SchemaColumn.SchemaColumnType> columns = new HashMap<>();
    from.getColumnsList().forEach(column -> columns.put(column.getName(), column.getType()));
    return to.getColumnsList().stream()
        .allMatch(column -> column.getType() == columns.get(column.getName()));
  }

  private static boolean isNone(LiteralType type) {
    return type.hasSimple() && type.getSimple() == SimpleType.NONE;
  }

  /** A type as a reader of messages knows it, such as {@code list of INTEGER}. */
  static String describe(LiteralType type) {
    return switch (type.getTypeCase()) {
      case SIMPLE -> type.getSimple().name();
      case COLLECTION_TYPE -> "list of " + describe(type.getCollectionType());
      case MAP_VALUE_TYPE -> "map to " + describe(type.getMapValueType());
      case BLOB ->
          "BLOB ("
              + type.getBlob().getDimensionality().name().toLowerCase(Locale.ROOT)
              + (type.getBlob().getFormat().isEmpty() ? "" : ", " + type.getBlob().getFormat())
              + ")";
      default -> type.getTypeCase().name().replace("_TYPE", "");
    };
  }
}
