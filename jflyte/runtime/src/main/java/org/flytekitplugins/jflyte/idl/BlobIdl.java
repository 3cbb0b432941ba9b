package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Literals;
import flyteidl.core.Types;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;

/** Blobs, which are files or folders in a blob store, with their types. */
final class BlobIdl {
  private BlobIdl() {}

  static Literals.Blob toIdl(Blob blob) {
    return Literals.Blob.newBuilder()
        .setMetadata(Literals.BlobMetadata.newBuilder().setType(toIdl(blob.metadata().type())))
        .setUri(blob.uri())
        .build();
  }

  static Blob fromIdl(Literals.Blob blob, FieldPath place) {
    return Blob.builder()
        .metadata(BlobMetadata.builder().type(fromIdl(blob.getMetadata().getType(), place)).build())
        .uri(blob.getUri())
        .build();
  }

  static Types.BlobType toIdl(BlobType type) {
    return Types.BlobType.newBuilder()
        .setFormat(type.format())
        .setDimensionality(toIdl(type.dimensionality()))
        .build();
  }

  static BlobType fromIdl(Types.BlobType type, Object place) {
    return BlobType.builder()
        .format(type.getFormat())
        .dimensionality(dimensionality(type, place))
        .build();
  }

  private static Types.BlobType.BlobDimensionality toIdl(BlobType.BlobDimensionality dimension) {
    return switch (dimension) {
      case SINGLE -> Types.BlobType.BlobDimensionality.SINGLE;
      case MULTIPART -> Types.BlobType.BlobDimensionality.MULTIPART;
      default -> throw UnknownToModel.inModel("BlobDimensionality", dimension);
    };
  }

  private static BlobType.BlobDimensionality dimensionality(Types.BlobType type, Object place) {
    return switch (type.getDimensionality()) {
      case SINGLE -> BlobType.BlobDimensionality.SINGLE;
      case MULTIPART -> BlobType.BlobDimensionality.MULTIPART;
      default ->
          throw UnknownToModel.inMessage(
              place,
              "a blob of dimensionality " + type.getDimensionalityValue(),
              "0 (SINGLE) or 1 (MULTIPART)");
    };
  }
}
