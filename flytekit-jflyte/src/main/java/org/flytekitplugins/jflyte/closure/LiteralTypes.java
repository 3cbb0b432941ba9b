package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SchemaType;
import flyteidl.core.Types.SimpleType;
import java.util.HashMap;
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
    switch (to.getTypeCase()) {
      case COLLECTION_TYPE:
        return from.hasCollectionType()
            && (isNone(from.getCollectionType())
                || isAssignable(from.getCollectionType(), to.getCollectionType()));
      case MAP_VALUE_TYPE:
        return from.hasMapValueType()
            && (isNone(from.getMapValueType())
                || isAssignable(from.getMapValueType(), to.getMapValueType()));
      case SCHEMA:
        // Structured data sets can be schemas too; their columns are the server's to compare.
        return from.hasStructuredDatasetType()
            || (from.hasSchema() && isAssignable(from.getSchema(), to.getSchema()));
      case UNION_TYPE:
      case STRUCTURED_DATASET_TYPE:
      case TYPE_NOT_SET:
        return true; // the server knows
      case SIMPLE:
        return (to.getSimple() == SimpleType.STRING && from.hasEnumType())
            || (from.getTypeCase() == to.getTypeCase() && from.getSimple() == to.getSimple());
      case BLOB:
        return from.hasBlob() && from.getBlob().equals(to.getBlob());
      case ENUM_TYPE:
        return from.getSimple() == SimpleType.STRING
            || from.getEnumType().equals(to.getEnumType());
    }
    throw new AssertionError(to.getTypeCase());
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
    switch (type.getTypeCase()) {
      case SIMPLE:
        return type.getSimple().name();
      case COLLECTION_TYPE:
        return "list of " + describe(type.getCollectionType());
      case MAP_VALUE_TYPE:
        return "map to " + describe(type.getMapValueType());
      case BLOB:
        return "BLOB ("
            + type.getBlob().getDimensionality().name().toLowerCase(java.util.Locale.ROOT)
            + (type.getBlob().getFormat().isEmpty() ? "" : ", " + type.getBlob().getFormat())
            + ")";
      default:
        return type.getTypeCase().name().replace("_TYPE", "");
    }
  }
}
