package org.flytekitplugins.jflyte.local.literal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Variable;

/** Literals as JSON and back. */
class LiteralJsonTest {
  private record Typed(LiteralType type, Literal value) {}

  @Property(tries = 500)
  void whatIsWrittenIsRead(@ForAll("typed") Typed typed) {
    Map<String, Variable> wanted =
        Map.of("input", Variable.builder().literalType(typed.type()).build());

    String json = LiteralJsonWriter.write(Map.of("input", typed.value()));

    assertThat(LiteralJsonReader.read(json, wanted, "file"))
        .isEqualTo(Map.of("input", typed.value()));
  }

  @Provide
  Arbitrary<Typed> typed() {
    return Arbitraries.lazyOf(
        LiteralJsonTest::simple,
        LiteralJsonTest::simple,
        LiteralJsonTest::blobs,
        LiteralJsonTest::structs,
        this::lists,
        this::maps);
  }

  private Arbitrary<Typed> lists() {
    return typed()
        .map(
            item ->
                new Typed(
                    LiteralType.ofCollectionType(item.type()),
                    Literal.ofCollection(List.of(item.value(), item.value()))));
  }

  private Arbitrary<Typed> maps() {
    return Combinators.combine(Arbitraries.strings(), typed())
        .as(
            (key, item) ->
                new Typed(
                    LiteralType.ofMapValueType(item.type()),
                    Literal.ofMap(Map.of(key, item.value()))));
  }

  private static Arbitrary<Typed> simple() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(v -> of(SimpleType.INTEGER, Primitive.ofIntegerValue(v))),
        Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
            .map(v -> of(SimpleType.FLOAT, Primitive.ofFloatValue(v))),
        Arbitraries.strings().map(v -> of(SimpleType.STRING, Primitive.ofStringValue(v))),
        Arbitraries.of(true, false).map(v -> of(SimpleType.BOOLEAN, Primitive.ofBooleanValue(v))),
        Arbitraries.longs()
            .between(-62_135_596_800L, 253_402_300_799L)
            .map(
                v -> of(SimpleType.DATETIME, Primitive.ofDatetime(Instant.ofEpochSecond(v, 1000)))),
        Arbitraries.longs()
            .between(-1_000_000_000, 1_000_000_000)
            .map(v -> of(SimpleType.DURATION, Primitive.ofDuration(Duration.ofMillis(v)))));
  }

  private static Typed of(SimpleType type, Primitive primitive) {
    return new Typed(LiteralType.ofSimpleType(type), ScalarText.literal(primitive));
  }

  private static Arbitrary<Typed> blobs() {
    return Combinators.combine(
            Arbitraries.strings(),
            Arbitraries.strings(),
            Arbitraries.of(BlobType.BlobDimensionality.class))
        .as(
            (uri, format, dimensionality) ->
                new Typed(
                    LiteralType.ofBlobType(BlobType.DEFAULT),
                    ScalarText.blob(
                        uri,
                        BlobType.builder().format(format).dimensionality(dimensionality).build())));
  }

  private static Arbitrary<Typed> structs() {
    return Combinators.combine(Arbitraries.strings(), structValues())
        .as(
            (key, value) ->
                new Typed(
                    LiteralType.ofSimpleType(SimpleType.STRUCT),
                    Literal.ofScalar(Scalar.ofGeneric(Struct.of(Map.of(key, value))))));
  }

  private static Arbitrary<Struct.Value> structValues() {
    return Arbitraries.lazyOf(
        () -> Arbitraries.strings().map(Struct.Value::ofStringValue),
        () -> Arbitraries.doubles().map(Struct.Value::ofNumberValue),
        () -> Arbitraries.of(true, false).map(Struct.Value::ofBoolValue),
        () -> Arbitraries.create(Struct.Value::ofNullValue),
        () -> structValues().map(value -> Struct.Value.ofListValue(List.of(value, value))),
        () ->
            structValues()
                .map(value -> Struct.Value.ofStructValue(Struct.of(Map.of("inner", value)))));
  }
}
