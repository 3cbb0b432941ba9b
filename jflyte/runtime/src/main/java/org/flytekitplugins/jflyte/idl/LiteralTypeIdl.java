package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Types;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.SimpleType;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Types of literals.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/types.proto">types.proto</a>
 */
public final class LiteralTypeIdl {
  private static final String SUPPORTED =
      "a simple type, a schema, a blob, or a collection or map of these";

  private LiteralTypeIdl() {}

  /**
   * The message of a type.
   *
   * @throws JflyteException if the package's flytekit-java knows a type that we do not
   */
  public static Types.LiteralType toIdl(LiteralType type) {
    Types.LiteralType.Builder builder = Types.LiteralType.newBuilder();
    return switch (type.getKind()) {
      case SIMPLE_TYPE -> builder.setSimple(toIdl(type.simpleType())).build();
      case SCHEMA_TYPE -> builder.setSchema(SchemaTypeIdl.toIdl(type.schemaType())).build();
      case COLLECTION_TYPE -> builder.setCollectionType(toIdl(type.collectionType())).build();
      case MAP_VALUE_TYPE -> builder.setMapValueType(toIdl(type.mapValueType())).build();
      case BLOB_TYPE -> builder.setBlob(BlobIdl.toIdl(type.blobType())).build();
      default -> throw UnknownToModel.inModel("LiteralType", type.getKind());
    };
  }

  /**
   * The type of a message.
   *
   * @throws JflyteException if flytekit-java's model has no such type
   */
  public static LiteralType fromIdl(Types.LiteralType type) {
    return fromIdl(type, FieldPath.ROOT);
  }

  static LiteralType fromIdl(Types.LiteralType type, FieldPath place) {
    return switch (type.getTypeCase()) {
      case SIMPLE -> LiteralType.ofSimpleType(simpleType(type, place));
      case SCHEMA -> LiteralType.ofSchemaType(SchemaTypeIdl.fromIdl(type.getSchema(), place));
      case COLLECTION_TYPE ->
          LiteralType.ofCollectionType(fromIdl(type.getCollectionType(), place.element()));
      case MAP_VALUE_TYPE ->
          LiteralType.ofMapValueType(fromIdl(type.getMapValueType(), place.element()));
      case BLOB -> LiteralType.ofBlobType(BlobIdl.fromIdl(type.getBlob(), place));
      case ENUM_TYPE -> throw UnknownToModel.inMessage(place, "of an enum type", SUPPORTED);
      case STRUCTURED_DATASET_TYPE ->
          throw UnknownToModel.inMessage(place, "of a structured dataset type", SUPPORTED);
      case UNION_TYPE -> throw UnknownToModel.inMessage(place, "of a union type", SUPPORTED);
      default ->
          throw UnknownToModel.inMessage(
              place, "of no known type" + UnknownToModel.fieldsOf(type), SUPPORTED);
    };
  }

  private static Types.SimpleType toIdl(SimpleType type) {
    return switch (type) {
      case INTEGER -> Types.SimpleType.INTEGER;
      case FLOAT -> Types.SimpleType.FLOAT;
      case STRING -> Types.SimpleType.STRING;
      case BOOLEAN -> Types.SimpleType.BOOLEAN;
      case DATETIME -> Types.SimpleType.DATETIME;
      case DURATION -> Types.SimpleType.DURATION;
      case STRUCT -> Types.SimpleType.STRUCT;
      default -> {
        // The constant may be newer than the flytekit-api that we are compiled against.
        if (type.name().equals("BINARY")) {
          yield Types.SimpleType.BINARY;
        }
        throw UnknownToModel.inModel("SimpleType", type);
      }
    };
  }

  private static SimpleType simpleType(Types.LiteralType type, FieldPath place) {
    return switch (type.getSimple()) {
      case INTEGER -> SimpleType.INTEGER;
      case FLOAT -> SimpleType.FLOAT;
      case STRING -> SimpleType.STRING;
      case BOOLEAN -> SimpleType.BOOLEAN;
      case DATETIME -> SimpleType.DATETIME;
      case DURATION -> SimpleType.DURATION;
      case STRUCT -> SimpleType.STRUCT;
      case BINARY -> {
        for (SimpleType known : SimpleType.values()) {
          if (known.name().equals("BINARY")) {
            yield known;
          }
        }
        throw UnknownToModel.inMessage(place, "of simple type BINARY", SUPPORTED);
      }
      case NONE, ERROR ->
          throw UnknownToModel.inMessage(
              place, "of simple type " + type.getSimple().name(), SUPPORTED);
      default ->
          throw UnknownToModel.inMessage(
              place, "of simple type " + type.getSimpleValue(), SUPPORTED);
    };
  }
}
