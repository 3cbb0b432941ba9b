package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.NullValue;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import flyteidl.core.Literals;
import flyteidl.core.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LiteralIdlTest {
  @Test
  void writes_every_kind_of_literal() {
    Map<String, Literal> literals = new LinkedHashMap<>();
    literals.put("integer", primitive(Primitive.ofIntegerValue(Long.MIN_VALUE)));
    literals.put("float", primitive(Primitive.ofFloatValue(Double.NaN)));
    literals.put("string", primitive(Primitive.ofStringValue("größe 🚂")));
    literals.put("boolean", primitive(Primitive.ofBooleanValue(true)));
    literals.put(
        "datetime",
        primitive(Primitive.ofDatetime(Instant.parse("1969-12-31T23:59:58.999999999Z"))));
    literals.put("duration", primitive(Primitive.ofDuration(Duration.ofMillis(-1500))));
    literals.put(
        "blob",
        Literal.ofScalar(
            Scalar.ofBlob(
                Blob.builder()
                    .uri("s3://bucket/model")
                    .metadata(
                        BlobMetadata.builder()
                            .type(
                                BlobType.builder()
                                    .format("savedmodel")
                                    .dimensionality(BlobType.BlobDimensionality.MULTIPART)
                                    .build())
                            .build())
                    .build())));
    literals.put(
        "generic",
        Literal.ofScalar(
            Scalar.ofGeneric(Struct.of(Map.of("nothing", Struct.Value.ofNullValue())))));
    literals.put(
        "collection", Literal.ofCollection(List.of(primitive(Primitive.ofIntegerValue(0)))));
    literals.put("none of it", Literal.ofCollection(List.of()));
    literals.put("map", Literal.ofMap(Map.of("", primitive(Primitive.ofStringValue("")))));
    literals.put("empty", Literal.ofMap(Map.of()));

    Literals.LiteralMap expected =
        Literals.LiteralMap.newBuilder()
            .putLiterals(
                "integer", primitive(Literals.Primitive.newBuilder().setInteger(Long.MIN_VALUE)))
            .putLiterals(
                "float", primitive(Literals.Primitive.newBuilder().setFloatValue(Double.NaN)))
            .putLiterals(
                "string", primitive(Literals.Primitive.newBuilder().setStringValue("größe 🚂")))
            .putLiterals("boolean", primitive(Literals.Primitive.newBuilder().setBoolean(true)))
            .putLiterals(
                "datetime",
                primitive(
                    Literals.Primitive.newBuilder()
                        .setDatetime(
                            com.google.protobuf.Timestamp.newBuilder()
                                .setSeconds(-2)
                                .setNanos(999_999_999))))
            .putLiterals(
                "duration",
                primitive(
                    Literals.Primitive.newBuilder()
                        .setDuration(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(-1)
                                .setNanos(-500_000_000))))
            .putLiterals(
                "blob",
                scalar(
                    Literals.Scalar.newBuilder()
                        .setBlob(
                            Literals.Blob.newBuilder()
                                .setUri("s3://bucket/model")
                                .setMetadata(
                                    Literals.BlobMetadata.newBuilder()
                                        .setType(
                                            Types.BlobType.newBuilder()
                                                .setFormat("savedmodel")
                                                .setDimensionality(
                                                    Types.BlobType.BlobDimensionality
                                                        .MULTIPART))))))
            .putLiterals(
                "generic",
                scalar(
                    Literals.Scalar.newBuilder()
                        .setGeneric(
                            com.google.protobuf.Struct.newBuilder()
                                .putFields(
                                    "nothing",
                                    Value.newBuilder()
                                        .setNullValue(NullValue.NULL_VALUE)
                                        .build()))))
            .putLiterals(
                "collection",
                Literals.Literal.newBuilder()
                    .setCollection(
                        Literals.LiteralCollection.newBuilder()
                            .addLiterals(primitive(Literals.Primitive.newBuilder().setInteger(0))))
                    .build())
            .putLiterals(
                "none of it",
                Literals.Literal.newBuilder()
                    .setCollection(Literals.LiteralCollection.getDefaultInstance())
                    .build())
            .putLiterals(
                "map",
                Literals.Literal.newBuilder()
                    .setMap(
                        Literals.LiteralMap.newBuilder()
                            .putLiterals(
                                "", primitive(Literals.Primitive.newBuilder().setStringValue(""))))
                    .build())
            .putLiterals(
                "empty",
                Literals.Literal.newBuilder()
                    .setMap(Literals.LiteralMap.getDefaultInstance())
                    .build())
            .build();

    assertThat(LiteralIdl.toIdl(literals)).isEqualTo(expected);
    assertThat(LiteralIdl.fromIdl(expected)).isEqualTo(literals);
  }

  @Test
  void gives_maps_and_lists_that_nobody_can_change() {
    Map<String, Literal> literals =
        LiteralIdl.fromIdl(
            LiteralIdl.toIdl(
                Map.of("list", Literal.ofCollection(List.of()), "map", Literal.ofMap(Map.of()))));
    Literal any = Literal.ofMap(Map.of());
    assertThatThrownBy(() -> literals.put("x", any))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> literals.get("list").collection().add(any))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> literals.get("map").map().put("x", any))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @MethodSource
  void says_what_the_model_cannot_hold(Literals.Literal.Builder literal, String sentence) {
    Literals.LiteralMap inputs =
        Literals.LiteralMap.newBuilder()
            .putLiterals(
                "in",
                Literals.Literal.newBuilder()
                    .setMap(
                        Literals.LiteralMap.newBuilder()
                            .putLiterals(
                                "x",
                                Literals.Literal.newBuilder()
                                    .setCollection(
                                        Literals.LiteralCollection.newBuilder()
                                            .addLiterals(literal))
                                    .build()))
                    .build())
            .build();
    assertThatThrownBy(() -> LiteralIdl.fromIdl(inputs))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }

  static Stream<Arguments> says_what_the_model_cannot_hold() {
    String supported =
        ", which flytekit-java cannot hold; use a primitive, a blob or a struct, or bytes with"
            + " flytekit-java newer than 0.4.35";
    UnknownFieldSet newer =
        UnknownFieldSet.newBuilder().addField(8, NewerField.of("offloaded")).build();
    return Stream.of(
        Arguments.of(
            scalar(s -> s.setSchema(Literals.Schema.getDefaultInstance())),
            "value \"in.x[]\" is a schema" + supported),
        Arguments.of(
            scalar(s -> s.setNoneType(Literals.Void.getDefaultInstance())),
            "value \"in.x[]\" is none" + supported),
        Arguments.of(
            scalar(s -> s.setError(Types.Error.getDefaultInstance())),
            "value \"in.x[]\" is an error" + supported),
        Arguments.of(
            scalar(s -> s.setUnion(Literals.Union.getDefaultInstance())),
            "value \"in.x[]\" is a union" + supported),
        Arguments.of(
            scalar(s -> s.setStructuredDataset(Literals.StructuredDataset.getDefaultInstance())),
            "value \"in.x[]\" is a structured dataset" + supported),
        Arguments.of(
            scalar(
                s -> s.setBinary(Literals.Binary.newBuilder().setValue(ByteString.EMPTY).build())),
            "value \"in.x[]\" is bytes (a binary scalar)" + supported),
        Arguments.of(
            scalar(s -> s.setUnknownFields(newer)),
            "value \"in.x[]\" is a scalar without a known value (it has the fields [8], which are"
                + " newer than flyteidl 0.4.35)"
                + supported),
        Arguments.of(
            scalar(s -> s.setPrimitive(Literals.Primitive.getDefaultInstance())),
            "value \"in.x[]\" is a primitive without a known value, which flytekit-java cannot"
                + " hold; use an integer, a float, a string, a boolean, a datetime or a"
                + " duration"),
        Arguments.of(
            scalar(
                s ->
                    s.setBlob(
                        Literals.Blob.newBuilder()
                            .setMetadata(
                                Literals.BlobMetadata.newBuilder()
                                    .setType(Types.BlobType.newBuilder().setDimensionalityValue(7)))
                            .build())),
            "value \"in.x[]\" is a blob of dimensionality 7, which flytekit-java cannot hold; use 0"
                + " (SINGLE) or 1 (MULTIPART)"),
        Arguments.of(
            scalar(
                s ->
                    s.setGeneric(
                        com.google.protobuf.Struct.newBuilder()
                            .putFields("f", Value.getDefaultInstance())
                            .build())),
            "value \"in.x[].f\" is a field of a struct without a value; write null, or leave the"
                + " field out"),
        Arguments.of(
            Literals.Literal.newBuilder().setUnknownFields(newer),
            "value \"in.x[]\" is a literal without a scalar, a collection or a map (it has the"
                + " fields [8], which are newer than flyteidl 0.4.35); give it a value of one of"
                + " these kinds"));
  }

  @Test
  void says_so_too_without_a_name() {
    assertThatThrownBy(() -> LiteralIdl.fromIdl(Literals.Literal.getDefaultInstance()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "the value is a literal without a scalar, a collection or a map; give it a value of"
                + " one of these kinds");
  }

  private static Literals.Literal.Builder scalar(
      java.util.function.Consumer<Literals.Scalar.Builder> value) {
    Literals.Scalar.Builder scalar = Literals.Scalar.newBuilder();
    value.accept(scalar);
    return Literals.Literal.newBuilder().setScalar(scalar);
  }

  private static Literals.Literal scalar(Literals.Scalar.Builder scalar) {
    return Literals.Literal.newBuilder().setScalar(scalar).build();
  }

  private static Literals.Literal primitive(Literals.Primitive.Builder primitive) {
    return scalar(Literals.Scalar.newBuilder().setPrimitive(primitive));
  }

  private static Literal primitive(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }
}
