package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Struct;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SchemaType;
import flyteidl.core.Types.SchemaType.SchemaColumn;
import flyteidl.core.Types.SimpleType;
import flyteidl.core.Types.StructuredDatasetType;
import flyteidl.core.Types.UnionType;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which type a value has, and which types a variable takes.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flytepropeller/pkg/compiler/validators/typing.go">flytepropeller's
 *     typing</a>
 */
final class LiteralTypes {
  private static final LiteralType NONE = simple(SimpleType.NONE);

  private LiteralTypes() {}

  static LiteralType simple(SimpleType type) {
    return LiteralType.newBuilder().setSimple(type).build();
  }

  static LiteralType of(Literal literal) {
    return switch (literal.getValueCase()) {
      case SCALAR -> of(literal.getScalar());
      case COLLECTION ->
          LiteralType.newBuilder()
              .setCollectionType(common(literal.getCollection().getLiteralsList()))
              .build();
      case MAP ->
          LiteralType.newBuilder()
              .setMapValueType(common(literal.getMap().getLiteralsMap().values()))
              .build();
      case VALUE_NOT_SET -> NONE;
    };
  }

  private static LiteralType common(Collection<Literal> literals) {
    Set<LiteralType> types = new LinkedHashSet<>();
    for (Literal literal : literals) {
      types.add(of(literal));
    }
    if (types.isEmpty()) {
      return NONE;
    }
    return types.size() == 1
        ? types.iterator().next()
        : LiteralType.newBuilder()
            .setUnionType(UnionType.newBuilder().addAllVariants(types))
            .build();
  }

  static LiteralType of(Scalar scalar) {
    return switch (scalar.getValueCase()) {
      case PRIMITIVE ->
          switch (scalar.getPrimitive().getValueCase()) {
            case INTEGER -> simple(SimpleType.INTEGER);
            case FLOAT_VALUE -> simple(SimpleType.FLOAT);
            case STRING_VALUE -> simple(SimpleType.STRING);
            case BOOLEAN -> simple(SimpleType.BOOLEAN);
            case DATETIME -> simple(SimpleType.DATETIME);
            case DURATION -> simple(SimpleType.DURATION);
            case VALUE_NOT_SET -> NONE;
          };
      case BLOB ->
          LiteralType.newBuilder().setBlob(scalar.getBlob().getMetadata().getType()).build();
      case BINARY -> simple(SimpleType.BINARY);
      case SCHEMA -> LiteralType.newBuilder().setSchema(scalar.getSchema().getType()).build();
      case ERROR -> simple(SimpleType.ERROR);
      case GENERIC -> simple(SimpleType.STRUCT);
      case STRUCTURED_DATASET ->
          LiteralType.newBuilder()
              .setStructuredDatasetType(
                  scalar.getStructuredDataset().getMetadata().getStructuredDatasetType())
              .build();
      case UNION ->
          LiteralType.newBuilder()
              .setUnionType(UnionType.newBuilder().addVariants(scalar.getUnion().getType()))
              .build();
      case NONE_TYPE, VALUE_NOT_SET -> NONE;
    };
  }

  static boolean castable(LiteralType from, LiteralType to) {
    if (from.hasUnionType()
        && from.getUnionType().getVariantsCount() == 1
        && casts(from.getUnionType().getVariants(0), to)) {
      return true;
    }
    return casts(from, to);
  }

  private static boolean casts(LiteralType from, LiteralType to) {
    return switch (to.getTypeCase()) {
      case COLLECTION_TYPE ->
          from.hasCollectionType() && castsInner(from.getCollectionType(), to.getCollectionType());
      case MAP_VALUE_TYPE ->
          from.hasMapValueType() && castsInner(from.getMapValueType(), to.getMapValueType());
      case SCHEMA -> from.hasStructuredDatasetType() || columns(from, to.getSchema());
      case STRUCTURED_DATASET_TYPE ->
          isNone(from)
              || from.hasSchema()
              || (from.hasStructuredDatasetType()
                  && formats(from.getStructuredDatasetType(), to.getStructuredDatasetType()));
      case UNION_TYPE -> castsUnion(from, to.getUnionType().getVariantsList());
      default -> isNone(to) ? isNone(from) : castsTrivially(from, to);
    };
  }

  private static boolean castsInner(LiteralType from, LiteralType to) {
    return isNone(from) || casts(from, to);
  }

  private static boolean columns(LiteralType from, SchemaType to) {
    if (!from.hasSchema()) {
      return false;
    }
    List<SchemaColumn> columns = from.getSchema().getColumnsList();
    return columns.isEmpty() || columns.containsAll(to.getColumnsList());
  }

  private static boolean formats(StructuredDatasetType from, StructuredDatasetType to) {
    return from.getFormat().isEmpty()
        || to.getFormat().isEmpty()
        || from.getFormat().equalsIgnoreCase(to.getFormat());
  }

  private static boolean castsUnion(LiteralType from, List<LiteralType> variants) {
    if (from.hasUnionType()) {
      return from.getUnionType().getVariantsList().stream()
          .allMatch(each -> variants.stream().anyMatch(variant -> castable(each, variant)));
    }
    return variants.stream().filter(variant -> castable(from, variant)).count() == 1;
  }

  private static boolean castsTrivially(LiteralType from, LiteralType to) {
    if ((from.hasEnumType() && to.getSimple() == SimpleType.STRING && to.hasSimple())
        || (to.hasEnumType() && from.hasSimple() && from.getSimple() == SimpleType.STRING)) {
      return true;
    }
    if (!from.getStructure().getTag().isEmpty()
        && !from.getStructure().getTag().equals(to.getStructure().getTag())) {
      return false;
    }
    return withoutHints(from).equals(withoutHints(to));
  }

  private static LiteralType withoutHints(LiteralType type) {
    return type.toBuilder()
        .clearStructure()
        .setMetadata(Struct.getDefaultInstance())
        .clearAnnotation()
        .build();
  }

  private static boolean isNone(LiteralType type) {
    return type.hasSimple() && type.getSimple() == SimpleType.NONE;
  }
}
