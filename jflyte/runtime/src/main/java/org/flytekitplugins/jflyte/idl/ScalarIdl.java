package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Literals;
import org.flyte.api.v1.Scalar;

/** Scalars: primitives, blobs, structs and, where the model has them, bytes. */
final class ScalarIdl {
  private static final String SUPPORTED =
      "a primitive, a blob or a struct, or bytes with flytekit-java newer than 0.4.35";

  private ScalarIdl() {}

  static Literals.Scalar toIdl(Scalar scalar) {
    Literals.Scalar.Builder builder = Literals.Scalar.newBuilder();
    return switch (scalar.kind()) {
      case PRIMITIVE -> builder.setPrimitive(PrimitiveIdl.toIdl(scalar.primitive())).build();
      case GENERIC -> builder.setGeneric(StructIdl.toIdl(scalar.generic())).build();
      case BLOB -> builder.setBlob(BlobIdl.toIdl(scalar.blob())).build();
      default -> {
        // The constant may be newer than the flytekit-api that we are compiled against.
        if (scalar.kind().name().equals("BINARY")) {
          yield builder.setBinary(BinaryIdl.toIdl(scalar)).build();
        }
        throw UnknownToModel.inModel("Scalar", scalar.kind());
      }
    };
  }

  static Scalar fromIdl(Literals.Scalar scalar, FieldPath place) {
    return switch (scalar.getValueCase()) {
      case PRIMITIVE -> Scalar.ofPrimitive(PrimitiveIdl.fromIdl(scalar.getPrimitive(), place));
      case GENERIC -> Scalar.ofGeneric(StructIdl.fromIdl(scalar.getGeneric(), place));
      case BLOB -> Scalar.ofBlob(BlobIdl.fromIdl(scalar.getBlob(), place));
      case BINARY -> {
        Scalar binary = BinaryIdl.fromIdl(scalar.getBinary());
        if (binary == null) {
          throw UnknownToModel.inMessage(place, "bytes (a binary scalar)", SUPPORTED);
        }
        yield binary;
      }
      case SCHEMA -> throw UnknownToModel.inMessage(place, "a schema", SUPPORTED);
      case NONE_TYPE -> throw UnknownToModel.inMessage(place, "none", SUPPORTED);
      case ERROR -> throw UnknownToModel.inMessage(place, "an error", SUPPORTED);
      case STRUCTURED_DATASET ->
          throw UnknownToModel.inMessage(place, "a structured dataset", SUPPORTED);
      case UNION -> throw UnknownToModel.inMessage(place, "a union", SUPPORTED);
      default ->
          throw UnknownToModel.inMessage(
              place, "a scalar without a known value" + UnknownToModel.fieldsOf(scalar), SUPPORTED);
    };
  }
}
