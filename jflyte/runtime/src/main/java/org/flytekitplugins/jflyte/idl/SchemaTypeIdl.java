package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Types.SchemaType.SchemaColumn;
import flyteidl.core.Types.SchemaType.SchemaColumn.SchemaColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.flyte.api.v1.SchemaType;

/** Schemas, the types of tables. */
final class SchemaTypeIdl {
  private SchemaTypeIdl() {}

  static flyteidl.core.Types.SchemaType toIdl(SchemaType schema) {
    var builder = flyteidl.core.Types.SchemaType.newBuilder();
    for (SchemaType.Column column : schema.columns()) {
      builder.addColumns(
          SchemaColumn.newBuilder().setName(column.name()).setType(toIdl(column.type())));
    }
    return builder.build();
  }

  static SchemaType fromIdl(flyteidl.core.Types.SchemaType schema, FieldPath place) {
    List<SchemaType.Column> columns = new ArrayList<>(schema.getColumnsCount());
    for (SchemaColumn column : schema.getColumnsList()) {
      columns.add(
          SchemaType.Column.builder()
              .name(column.getName())
              .type(columnType(column, place.value(column.getName())))
              .build());
    }
    return SchemaType.builder().columns(Collections.unmodifiableList(columns)).build();
  }

  private static SchemaColumnType toIdl(SchemaType.ColumnType type) {
    return switch (type) {
      case INTEGER -> SchemaColumnType.INTEGER;
      case FLOAT -> SchemaColumnType.FLOAT;
      case STRING -> SchemaColumnType.STRING;
      case BOOLEAN -> SchemaColumnType.BOOLEAN;
      case DATETIME -> SchemaColumnType.DATETIME;
      case DURATION -> SchemaColumnType.DURATION;
      default -> throw UnknownToModel.inModel("SchemaType.ColumnType", type);
    };
  }

  private static SchemaType.ColumnType columnType(SchemaColumn column, FieldPath place) {
    return switch (column.getType()) {
      case INTEGER -> SchemaType.ColumnType.INTEGER;
      case FLOAT -> SchemaType.ColumnType.FLOAT;
      case STRING -> SchemaType.ColumnType.STRING;
      case BOOLEAN -> SchemaType.ColumnType.BOOLEAN;
      case DATETIME -> SchemaType.ColumnType.DATETIME;
      case DURATION -> SchemaType.ColumnType.DURATION;
      default ->
          throw UnknownToModel.inMessage(
              place,
              "a column of type " + column.getTypeValue(),
              "INTEGER, FLOAT, STRING, BOOLEAN, DATETIME or DURATION");
    };
  }
}
