package org.flytekitplugins.jflyte.local.literal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SchemaType;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs on the command line and in a file. */
class WorkflowInputsTest {
  private static final Map<String, Variable> KEPT =
      Map.of(
          "rate", simple(SimpleType.FLOAT),
          "rates", of(LiteralType.ofCollectionType(LiteralType.ofSimpleType(SimpleType.FLOAT))),
          "names", of(LiteralType.ofMapValueType(LiteralType.ofSimpleType(SimpleType.STRING))),
          "config", simple(SimpleType.STRUCT),
          "since", simple(SimpleType.DATETIME),
          "limit", simple(SimpleType.DURATION));

  @TempDir private Path folder;

  @Test
  void everySimpleTypeIsWrittenAsText() {
    assertThat(
            WorkflowInputs.read(
                Map.of(
                    "steps", simple(SimpleType.INTEGER),
                    "rate", simple(SimpleType.FLOAT),
                    "name", simple(SimpleType.STRING),
                    "fast", simple(SimpleType.BOOLEAN),
                    "since", simple(SimpleType.DATETIME),
                    "limit", simple(SimpleType.DURATION)),
                List.of(
                    "--steps",
                    "-3",
                    "--rate=1e-3",
                    "--name",
                    "--dashes and = signs",
                    "--fast=TRUE",
                    "--since",
                    "2026-01-31T12:00:00+01:00",
                    "--limit",
                    "PT1H30M"),
                null))
        .isEqualTo(
            Map.of(
                "steps", ScalarText.literal(Primitive.ofIntegerValue(-3)),
                "rate", ScalarText.literal(Primitive.ofFloatValue(0.001)),
                "name", ScalarText.literal(Primitive.ofStringValue("--dashes and = signs")),
                "fast", ScalarText.literal(Primitive.ofBooleanValue(true)),
                "since",
                    ScalarText.literal(Primitive.ofDatetime(Instant.parse("2026-01-31T11:00:00Z"))),
                "limit", ScalarText.literal(Primitive.ofDuration(Duration.ofMinutes(90)))));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00.5Z, 2026-01-31T12:00:00.500Z",
    "2026-01-31T12:00:00, 2026-01-31T12:00:00Z",
    "2026-01-31, 2026-01-31T00:00:00Z",
    "2026-01-31+02:00, 2026-01-30T22:00:00Z"
  })
  void datetimesMayLeaveOutOffsetAndTime(String text, String moment) {
    assertThat(
            WorkflowInputs.read(
                Map.of("t", simple(SimpleType.DATETIME)), List.of("--t", text), null))
        .isEqualTo(Map.of("t", ScalarText.literal(Primitive.ofDatetime(Instant.parse(moment)))));
  }

  @Test
  void aBlobIsItsUriAndEverythingElseIsJson() {
    BlobType csv =
        BlobType.builder()
            .format("csv")
            .dimensionality(BlobType.BlobDimensionality.MULTIPART)
            .build();
    assertThat(
            WorkflowInputs.read(
                Map.of(
                    "rows", of(LiteralType.ofBlobType(csv)),
                    "more", of(LiteralType.ofBlobType(csv)),
                    "layers",
                        of(
                            LiteralType.ofCollectionType(
                                LiteralType.ofSimpleType(SimpleType.INTEGER))),
                    "config", simple(SimpleType.STRUCT)),
                List.of(
                    "--rows=s3://bucket/rows",
                    "--more={\"uri\": \"gs://b/o\", \"format\": \"\", \"dimensionality\": \"SINGLE\"}",
                    "--layers",
                    "[64, 10]",
                    "--config",
                    "{\"a\": [1, null]}"),
                null))
        .isEqualTo(
            Map.of(
                "rows", ScalarText.blob("s3://bucket/rows", csv),
                "more", ScalarText.blob("gs://b/o", BlobType.DEFAULT),
                "layers",
                    Literal.ofCollection(
                        List.of(
                            ScalarText.literal(Primitive.ofIntegerValue(64)),
                            ScalarText.literal(Primitive.ofIntegerValue(10)))),
                "config",
                    Literal.ofScalar(
                        Scalar.ofGeneric(
                            Struct.of(
                                Map.of(
                                    "a",
                                    Struct.Value.ofListValue(
                                        List.of(
                                            Struct.Value.ofNumberValue(1),
                                            Struct.Value.ofNullValue()))))))));
  }

  @Test
  void anOptionWinsOverTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("inputs.json"), "{\"steps\": 7, \"name\": \"x\"}");

    assertThat(
            WorkflowInputs.read(
                Map.of("steps", simple(SimpleType.INTEGER), "name", simple(SimpleType.STRING)),
                List.of("--steps", "8"),
                file))
        .isEqualTo(
            Map.of(
                "steps", ScalarText.literal(Primitive.ofIntegerValue(8)),
                "name", ScalarText.literal(Primitive.ofStringValue("x"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--steps many | --steps is many, but an integer is wanted: write it as 3",
        "--steps 9223372036854775808 | --steps is 9223372036854775808, but an integer is wanted:"
            + " write it as 3",
        "--steps | --steps has no value, but an integer is wanted: write one after it",
        "--steps 1 --steps 2 | --steps is given twice: give it once",
        "--stepz 1 | --stepz is neither an option nor an input of the workflow: leave it out or use one"
            + " of its inputs (layers, steps)",
        "steps | \"steps\" belongs to nothing: write inputs as --NAME VALUE (layers, steps)",
        "--steps 1 | the input layers, a list of integers, is missing: add --layers VALUE",
        "--steps 1 --layers [1,x] | --layers is not JSON at line 1, column 5: put it right",
        "--steps 1 --layers [1,\"x\"] | --layers[1] is \"x\", but an integer is wanted: write it as"
            + " 3",
        "--steps 1 --layers [1,2.5] | --layers[1] is 2.5, but an integer is wanted: write it as 3",
        "--steps 1 --layers 1 | --layers is 1, but a list of integers is wanted: write it as [3]",
        "--steps 1 --layers [1]2 | --layers goes on after its value: take the rest out",
        "--steps 1 --layers [99999999999999999999] | --layers[0] is 99999999999999999999, but an"
            + " integer is wanted: write it as 3",
      })
  void aBadOptionIsRefusedInOneSentence(String arguments, String sentence) {
    assertThatThrownBy(
            () ->
                WorkflowInputs.read(
                    Map.of(
                        "steps", simple(SimpleType.INTEGER),
                        "layers",
                            of(
                                LiteralType.ofCollectionType(
                                    LiteralType.ofSimpleType(SimpleType.INTEGER)))),
                    List.of(arguments.split(" ", -1)),
                    null))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | FILE is an array, but an object of inputs is wanted: write it as {\"name\": value}",
        "{\"x\": 1} | FILE has the input x, which there is not (there is: at, on, rows, table):"
            + " take it out",
        "{\"at\": \"soon\"} | FILE: at is \"soon\", but a datetime is wanted: write it as"
            + " \"2026-01-31T12:00:00Z\"",
        "{\"at\": null} | FILE: at is null, but a datetime is wanted: write it as"
            + " \"2026-01-31T12:00:00Z\"",
        "{\"on\": 1} | FILE: on is 1, but a boolean is wanted: write it as true or false",
        "{\"rows\": {}} | FILE: rows has no uri: say where the blob is",
        "{\"rows\": {\"url\": \"x\"}} | FILE: rows has the field url, but a blob has uri, format"
            + " and dimensionality: take it out",
        "{\"rows\": {\"uri\": \"x\", \"dimensionality\": \"many\"}} | FILE: rows.dimensionality is"
            + " \"many\": write SINGLE or MULTIPART",
        "{\"table\": {}} | FILE: table is a schema, for which flytekit-java has no value: let a"
            + " task of the workflow read the table",
      })
  void aBadFileIsRefusedInOneSentence(String json, String sentence) throws IOException {
    Path file = Files.writeString(folder.resolve("inputs.json"), json);
    assertThatThrownBy(
            () ->
                WorkflowInputs.read(
                    Map.of(
                        "at", simple(SimpleType.DATETIME),
                        "on", simple(SimpleType.BOOLEAN),
                        "rows", of(LiteralType.ofBlobType(BlobType.DEFAULT)),
                        "table",
                            of(
                                LiteralType.ofSchemaType(
                                    SchemaType.builder().columns(List.of()).build()))),
                    List.of(),
                    file))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence.replace("FILE", file.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--rate 1e400 | --rate is 1e400, which no double holds: write a number up to 1.797e308",
        "--rate -1e400 | --rate is -1e400, which no double holds: write a number up to 1.797e308",
        "--rate 1e-400 | --rate is 1e-400, which a double would make 0: write 0, or one from"
            + " 4.9e-324 up",
        "--rate 9007199254740993 | --rate is 9007199254740993, which a double would make"
            + " 9007199254740992: write that, or have it as an integer or a string",
        "--rate 1f | --rate is 1f, but a float is wanted: write it as 0.5",
        "--rate 0x1p3 | --rate is 0x1p3, but a float is wanted: write it as 0.5",
        "--rates [1e400] | --rates[0] is 1e400, which no double holds: write a number up to"
            + " 1.797e308",
        "--config {\"a\":[{\"b\":9007199254740993}]} | --config.a[0].b is 9007199254740993, which a"
            + " double would make 9007199254740992: write that, or have it as an integer or a"
            + " string",
        "--config {\"a\":-1E999} | --config.a is -1E999, which no double holds: write a number up"
            + " to 1.797e308",
        "--config {\"a\":\"x\\ud83d\"} | --config.a has half of a character, \\ud83d without the"
            + " other: write whole ones",
        "--config {\"\\ude00\":1} | --config, a key, has half of a character, \\ude00 without the"
            + " other: write whole ones",
        "--names {\"\\ud83d\":\"x\"} | --names, a key, has half of a character, \\ud83d without the"
            + " other: write whole ones",
        "--names {\"k\":\"\\ud83dx\"} | --names.k has half of a character, \\ud83d without the"
            + " other: write whole ones",
        "--since +10000-01-01 | --since is +10000-01-01, but a datetime is wanted: write it as"
            + " 2026-01-31T12:00:00Z",
        "--limit PT99999999999H | --limit is PT99999999999H, but a duration is wanted: write it as"
            + " PT1H30M",
      })
  void whatFlyteCannotKeepIsRefused(String arguments, String sentence) {
    assertThatThrownBy(() -> WorkflowInputs.read(KEPT, List.of(arguments.split(" ", -1)), null))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "9007199254740992, 9007199254740992",
    "-9007199254740994, -9007199254740994",
    "1e30, 1e30",
    "0.1, 0.1",
    "0e-999, 0",
    "4.9e-324, 4.9e-324",
    "Infinity, Infinity",
    "NaN, NaN",
  })
  void numbersThatADoubleHoldsAreTaken(String text, double number) {
    assertThat(
            WorkflowInputs.read(
                Map.of("rate", simple(SimpleType.FLOAT)), List.of("--rate", text), null))
        .isEqualTo(Map.of("rate", ScalarText.literal(Primitive.ofFloatValue(number))));
  }

  @Test
  void wholeCharactersOfTwoHalvesAreTaken() throws IOException {
    Path file = Files.writeString(folder.resolve("inputs.json"), "{\"name\": \"\\ud83d\\ude00\"}");

    assertThat(WorkflowInputs.read(Map.of("name", simple(SimpleType.STRING)), List.of(), file))
        .isEqualTo(Map.of("name", ScalarText.literal(Primitive.ofStringValue("😀"))));
  }

  @Test
  void aByteOrderMarkInTheFileIsSkipped() throws IOException {
    Path file = Files.writeString(folder.resolve("inputs.json"), "\uFEFF{\"steps\": 7}");

    assertThat(WorkflowInputs.read(Map.of("steps", simple(SimpleType.INTEGER)), List.of(), file))
        .isEqualTo(Map.of("steps", ScalarText.literal(Primitive.ofIntegerValue(7))));
  }

  @Test
  void whatAnExecutionTellsBesidesItsOutputsIsNoInput() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("inputs.json"),
            "{\"steps\": 7, \"$replicas\": {\"train\": [{\"steps\": 9}]}}");

    assertThat(WorkflowInputs.read(Map.of("steps", simple(SimpleType.INTEGER)), List.of(), file))
        .isEqualTo(
            Map.of("steps", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(7)))));
  }

  private static Variable simple(SimpleType type) {
    return of(LiteralType.ofSimpleType(type));
  }

  private static Variable of(LiteralType type) {
    return Variable.builder().literalType(type).build();
  }
}
