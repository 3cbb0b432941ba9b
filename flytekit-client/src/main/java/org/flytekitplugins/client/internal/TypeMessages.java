package org.flytekitplugins.client.internal;

import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.SchemaType;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.kubeflow.internal.SentenceException;

/**
 * Types as flyteadmin has them registered.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/types.proto">types.proto</a>
 */
public final class TypeMessages {
  private TypeMessages() {}

  /** The variables of an interface. */
  public static Map<String, Variable> read(VariableMap variables) {
    Map<String, Variable> map = new LinkedHashMap<>();
    variables.getVariablesMap().forEach((name, one) -> map.put(name, read(one, name)));
    return Collections.unmodifiableMap(map);
  }

  /**
   * A variable.
   *
   * @param name for the sentence if its type cannot be held
   * @throws SentenceException if flytekit-java's model has no such type
   */
  public static Variable read(flyteidl.core.Interface.Variable variable, String name) {
    return Variable.builder()
        .literalType(read(variable.getType(), name))
        .description(variable.getDescription())
        .build();
  }

  private static LiteralType read(Types.LiteralType type, String name) {
    switch (type.getTypeCase()) {
      case SIMPLE:
        return LiteralType.ofSimpleType(simple(type.getSimple(), name));
      case COLLECTION_TYPE:
        return LiteralType.ofCollectionType(read(type.getCollectionType(), name));
      case MAP_VALUE_TYPE:
        return LiteralType.ofMapValueType(read(type.getMapValueType(), name));
      case BLOB:
        return LiteralType.ofBlobType(blob(type.getBlob()));
      case SCHEMA:
        List<SchemaType.Column> columns = new ArrayList<>();
        type.getSchema()
            .getColumnsList()
            .forEach(
                column ->
                    columns.add(
                        SchemaType.Column.builder()
                            .name(column.getName())
                            .type(SchemaType.ColumnType.valueOf(column.getType().name()))
                            .build()));
        return LiteralType.ofSchemaType(SchemaType.builder().columns(columns).build());
      default:
        throw unknown(name, type.getTypeCase());
    }
  }

  private static SimpleType simple(Types.SimpleType type, String name) {
    switch (type) {
      case INTEGER:
        return SimpleType.INTEGER;
      case FLOAT:
        return SimpleType.FLOAT;
      case STRING:
        return SimpleType.STRING;
      case BOOLEAN:
        return SimpleType.BOOLEAN;
      case DATETIME:
        return SimpleType.DATETIME;
      case DURATION:
        return SimpleType.DURATION;
      case STRUCT:
        return SimpleType.STRUCT;
      default:
        throw unknown(name, type);
    }
  }

  static BlobType blob(Types.BlobType type) {
    return BlobType.builder()
        .format(type.getFormat())
        .dimensionality(
            type.getDimensionality() == Types.BlobType.BlobDimensionality.MULTIPART
                ? BlobType.BlobDimensionality.MULTIPART
                : BlobType.BlobDimensionality.SINGLE)
        .build();
  }

  static Types.BlobType blob(BlobType type) {
    return Types.BlobType.newBuilder()
        .setFormat(type.format())
        .setDimensionality(
            type.dimensionality() == BlobType.BlobDimensionality.MULTIPART
                ? Types.BlobType.BlobDimensionality.MULTIPART
                : Types.BlobType.BlobDimensionality.SINGLE)
        .build();
  }

  private static SentenceException unknown(String name, Enum<?> type) {
    return new SentenceException(
        "the type of "
            + name
            + " is "
            + type
            + ", which flytekit-java cannot hold: start it in Flyte's console");
  }
}
