package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
import org.flytekitplugins.client.internal.LiteralMessages;
import org.flytekitplugins.jflyte.idl.LiteralIdl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client makes of a literal is what pods make of it. */
class ClientLiteralsTest {
  static Stream<Literal> literals() {
    Literal three = primitive(Primitive.ofIntegerValue(3));
    Struct inner = Struct.of(Map.of("rows", Struct.Value.ofNumberValue(17)));
    return Stream.of(
        three,
        primitive(Primitive.ofFloatValue(0.1)),
        primitive(Primitive.ofStringValue("größer")),
        primitive(Primitive.ofBooleanValue(true)),
        primitive(Primitive.ofDatetime(Instant.parse("1969-12-31T23:59:59.5Z"))),
        primitive(Primitive.ofDuration(Duration.ofMillis(-1500))),
        Literal.ofScalar(
            Scalar.ofBlob(
                Blob.builder()
                    .uri("s3://bucket/model")
                    .metadata(
                        BlobMetadata.builder()
                            .type(
                                BlobType.builder()
                                    .format("tf")
                                    .dimensionality(BlobType.BlobDimensionality.MULTIPART)
                                    .build())
                            .build())
                    .build())),
        Literal.ofScalar(
            Scalar.ofGeneric(
                Struct.of(
                    Map.of(
                        "text", Struct.Value.ofStringValue("x"),
                        "yes", Struct.Value.ofBoolValue(true),
                        "nothing", Struct.Value.ofNullValue(),
                        "inner", Struct.Value.ofStructValue(inner),
                        "list", Struct.Value.ofListValue(List.of(Struct.Value.ofNullValue())))))),
        Literal.ofCollection(List.of(three, three)),
        Literal.ofMap(Map.of("key", three)));
  }

  private static Literal primitive(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }

  @ParameterizedTest
  @MethodSource("literals")
  void isTheSameMessageAndReadBackTheSameLiteral(Literal literal) {
    Map<String, Literal> named = Map.of("x", literal);

    assertThat(LiteralMessages.of(named)).isEqualTo(LiteralIdl.toIdl(named));
    assertThat(LiteralMessages.read(LiteralIdl.toIdl(named))).isEqualTo(named);
  }
}
