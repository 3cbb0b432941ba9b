package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Literals;
import org.flyte.api.v1.Primitive;

/** Primitive values. */
final class PrimitiveIdl {
  private PrimitiveIdl() {}

  static Literals.Primitive toIdl(Primitive primitive) {
    Literals.Primitive.Builder builder = Literals.Primitive.newBuilder();
    return switch (primitive.kind()) {
      case INTEGER_VALUE -> builder.setInteger(primitive.integerValue()).build();
      case FLOAT_VALUE -> builder.setFloatValue(primitive.floatValue()).build();
      case STRING_VALUE -> builder.setStringValue(primitive.stringValue()).build();
      case BOOLEAN_VALUE -> builder.setBoolean(primitive.booleanValue()).build();
      case DATETIME -> builder.setDatetime(TimeIdl.toIdl(primitive.datetime())).build();
      case DURATION -> builder.setDuration(TimeIdl.toIdl(primitive.duration())).build();
      default -> throw UnknownToModel.inModel("Primitive", primitive.kind());
    };
  }

  static Primitive fromIdl(Literals.Primitive primitive, FieldPath place) {
    return switch (primitive.getValueCase()) {
      case INTEGER -> Primitive.ofIntegerValue(primitive.getInteger());
      case FLOAT_VALUE -> Primitive.ofFloatValue(primitive.getFloatValue());
      case STRING_VALUE -> Primitive.ofStringValue(primitive.getStringValue());
      case BOOLEAN -> Primitive.ofBooleanValue(primitive.getBoolean());
      case DATETIME -> Primitive.ofDatetime(TimeIdl.fromIdl(primitive.getDatetime()));
      case DURATION -> Primitive.ofDuration(TimeIdl.fromIdl(primitive.getDuration()));
      default ->
          throw UnknownToModel.inMessage(
              place,
              "a primitive without a known value" + UnknownToModel.fieldsOf(primitive),
              "an integer, a float, a string, a boolean, a datetime or a duration");
    };
  }
}
