package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as a deck shows them. */
class ShortValuesTest {
  @Test
  void standALineEachByName() {
    assertThat(
            ShortValues.lines(
                Map.of(
                    "rate", scalar(Primitive.ofFloatValue(0.5)),
                    "name", text("two  words\nand more"),
                    "data", blob("s3://key:secret@bucket/digits.csv"),
                    "empty", Literal.ofCollection(List.of()),
                    "sizes", Literal.ofMap(Map.of("b", integer(2), "a", integer(1))))))
        .isEqualTo(
            """
            data = s3://…@bucket/digits.csv
            empty = []
            name = two words and more
            rate = 0.5
            sizes = {a = 1, b = 2}""");
  }

  @Test
  void showOfLongOnesTheBeginning() {
    assertThat(ShortValues.lines(Map.of("text", text("x".repeat(5_000_000)))))
        .isEqualTo("text = " + "x".repeat(80) + "…");
    assertThat(
            ShortValues.lines(
                Map.of(
                    "list",
                    Literal.ofCollection(
                        LongStream.range(0, 100).mapToObj(ShortValuesTest::integer).toList()))))
        .isEqualTo("list = [0, 1, 2, 3, 4, 5, 6, 7, … 100 in all]");
  }

  @Test
  void showOfManyTheFirst() {
    Map<String, Literal> many = new LinkedHashMap<>();
    for (int i = 10; i < 30; i++) {
      many.put("x" + i, integer(i));
    }
    assertThat(ShortValues.lines(many)).startsWith("x10 = 10\n").endsWith("\nx21 = 21\nand 8 more");
  }

  @ParameterizedTest
  @CsvSource({
    "0.05000000074505806, 0.05",
    "20, 20",
    "1234567.5, 1234567.5",
    "0.0000012345678, 0.00000123457",
    "-1234.5678901, -1234.57",
    "1e300, 1.0E300",
    "1e-300, 1.0E-300",
    "0, 0",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void showOfNumbersWhatPeopleMeant(double number, String shown) {
    assertThat(ShortValues.lines(Map.of("x", scalar(Primitive.ofFloatValue(number)))))
        .isEqualTo("x = " + shown);
  }

  @Test
  void showNoPartOfACharacter() {
    assertThat(ShortValues.lines(Map.of("x", text("x".repeat(79) + "😀😀"))))
        .isEqualTo("x = " + "x".repeat(79) + "…");
  }

  @Test
  void showWhatStructsHold() {
    Struct struct =
        Struct.of(
            Map.of(
                "on", Struct.Value.ofBoolValue(true),
                "list", Struct.Value.ofListValue(List.of(Struct.Value.ofNullValue())),
                "uri", Struct.Value.ofStringValue("https://host/a?sig=1")));
    assertThat(ShortValues.lines(Map.of("s", Literal.ofScalar(Scalar.ofGeneric(struct)))))
        .isEqualTo("s = {list = [null], on = true, uri = https://host/a?…}");
  }

  @Test
  void showMomentsLengthsOfTimeAndWhatIsSo() {
    assertThat(
            ShortValues.lines(
                Map.of(
                    "at", scalar(Primitive.ofDatetime(Instant.parse("2026-11-29T10:00:00Z"))),
                    "for", scalar(Primitive.ofDuration(Duration.ofMinutes(90))),
                    "on", scalar(Primitive.ofBooleanValue(true)))))
        .isEqualTo("at = 2026-11-29T10:00:00Z\nfor = PT1H30M\non = true");
  }

  @Test
  void showNumbersAndStructsWithinStructs() {
    Struct inner = Struct.of(Map.of("rate", Struct.Value.ofNumberValue(0.5)));
    Struct struct = Struct.of(Map.of("adam", Struct.Value.ofStructValue(inner)));
    assertThat(ShortValues.lines(Map.of("s", Literal.ofScalar(Scalar.ofGeneric(struct)))))
        .isEqualTo("s = {adam = {rate = 0.5}}");
  }

  @Test
  void showOfATextThatIsAUriNothingThatLetsItsReaderIn() {
    assertThat(ShortValues.lines(Map.of("x", text("https://key@host/a?sig=1"))))
        .isEqualTo("x = https://…@host/a?…");
  }

  @Test
  void showWhatStandsBehindManyBlanks() {
    assertThat(ShortValues.lines(Map.of("x", text(" ".repeat(1500) + "here"))))
        .isEqualTo("x = here");
  }

  private static Literal integer(long value) {
    return scalar(Primitive.ofIntegerValue(value));
  }

  private static Literal text(String value) {
    return scalar(Primitive.ofStringValue(value));
  }

  private static Literal scalar(Primitive value) {
    return Literal.ofScalar(Scalar.ofPrimitive(value));
  }

  private static Literal blob(String uri) {
    return Literal.ofScalar(
        Scalar.ofBlob(
            Blob.builder()
                .uri(uri)
                .metadata(
                    BlobMetadata.builder()
                        .type(
                            BlobType.builder()
                                .format("")
                                .dimensionality(BlobType.BlobDimensionality.SINGLE)
                                .build())
                        .build())
                .build()));
  }
}
