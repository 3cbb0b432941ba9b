package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SchemaType;
import flyteidl.core.Types.SimpleType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value of one type may go where another is wanted, by the rules of Flyte's compiler.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/validators/typing.go">typing.go</a>
 */
final class CastableTypes {
  private CastableTypes() {}

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

  /** The type of a value; null if the value does not tell it. */
  static @Nullable LiteralType of(Literal literal) {
    return switch (literal.getValueCase()) {
      case SCALAR -> of(literal.getScalar());
      case COLLECTION -> {
        LiteralType items = ofItems(literal.getCollection().getLiteralsList());
        yield items == null ? null : LiteralType.newBuilder().setCollectionType(items).build();
      }
      case MAP -> {
        LiteralType values = ofItems(literal.getMap().getLiteralsMap().values());
        yield values == null ? null : LiteralType.newBuilder().setMapValueType(values).build();
      }
      default -> null;
    };
  }

  private static @Nullable LiteralType ofItems(Collection<Literal> items) {
    return items.isEmpty() ? simple(SimpleType.NONE) : of(items.iterator().next());
  }

  /** The type of a value; null if the value does not tell it. */
  static @Nullable LiteralType of(Scalar scalar) {
    return switch (scalar.getValueCase()) {
      case PRIMITIVE -> of(scalar.getPrimitive());
      case GENERIC -> simple(SimpleType.STRUCT);
      case BLOB ->
          LiteralType.newBuilder().setBlob(scalar.getBlob().getMetadata().getType()).build();
      case BINARY -> simple(SimpleType.BINARY);
      default -> null;
    };
  }

  static LiteralType of(Primitive primitive) {
    return simple(
        switch (primitive.getValueCase()) {
          case INTEGER -> SimpleType.INTEGER;
          case FLOAT_VALUE -> SimpleType.FLOAT;
          case STRING_VALUE -> SimpleType.STRING;
          case BOOLEAN -> SimpleType.BOOLEAN;
          case DATETIME -> SimpleType.DATETIME;
          case DURATION -> SimpleType.DURATION;
          case VALUE_NOT_SET -> SimpleType.NONE;
        });
  }

  private static LiteralType simple(SimpleType type) {
    return LiteralType.newBuilder().setSimple(type).build();
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
