package org.flytekitplugins.pytorch.internal.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs and outputs cross over as JSON that Python's own module reads and writes. */
class OutputsFileTest {
  private static final BlobType FOLDER =
      BlobType.builder()
          .format("model")
          .dimensionality(BlobType.BlobDimensionality.MULTIPART)
          .build();

  @TempDir Path temporary;

  @Test
  void whatPythonReadsAndWritesBackIsTheSame() throws Exception {
    Map<String, Literal> literals = new LinkedHashMap<>();
    literals.put("count", literal(Primitive.ofIntegerValue(Long.MIN_VALUE)));
    literals.put("loss", literal(Primitive.ofFloatValue(0.1)));
    literals.put("lost", literal(Primitive.ofFloatValue(Double.NaN)));
    literals.put("least", literal(Primitive.ofFloatValue(Double.NEGATIVE_INFINITY)));
    literals.put("name", literal(Primitive.ofStringValue("ü \"\n\uD83D\uDE00")));
    literals.put("done", literal(Primitive.ofBooleanValue(true)));
    literals.put("at", literal(Primitive.ofDatetime(Instant.parse("2026-11-28T22:40:00.123456Z"))));
    literals.put("on", literal(Primitive.ofDatetime(Instant.parse("1969-12-31T23:59:59Z"))));
    literals.put("took", literal(Primitive.ofDuration(Duration.ofMillis(-90061001))));
    literals.put(
        "model",
        Literal.ofScalar(
            Scalar.ofBlob(
                Blob.builder()
                    .uri("s3://models/7")
                    .metadata(BlobMetadata.builder().type(FOLDER).build())
                    .build())));
    literals.put(
        "rows",
        Literal.ofCollection(
            List.of(Literal.ofMap(Map.of("a", literal(Primitive.ofIntegerValue(1)))))));
    literals.put(
        "more",
        Literal.ofScalar(
            Scalar.ofGeneric(
                Struct.of(
                    Map.of(
                        "half", Struct.Value.ofNumberValue(0.5),
                        "whole", Struct.Value.ofNumberValue(3),
                        "none", Struct.Value.ofNullValue(),
                        "list", Struct.Value.ofListValue(List.of(Struct.Value.ofBoolValue(false))),
                        "text", Struct.Value.ofStringValue("x"))))));
    Map<String, Variable> types = new LinkedHashMap<>();
    types.put("count", simple(SimpleType.INTEGER));
    types.put("loss", simple(SimpleType.FLOAT));
    types.put("lost", simple(SimpleType.FLOAT));
    types.put("least", simple(SimpleType.FLOAT));
    types.put("name", simple(SimpleType.STRING));
    types.put("done", simple(SimpleType.BOOLEAN));
    types.put("at", simple(SimpleType.DATETIME));
    types.put("on", simple(SimpleType.DATETIME));
    types.put("took", simple(SimpleType.DURATION));
    types.put("model", variable(LiteralType.ofBlobType(FOLDER)));
    types.put(
        "rows",
        variable(
            LiteralType.ofCollectionType(
                LiteralType.ofMapValueType(LiteralType.ofSimpleType(SimpleType.INTEGER)))));
    types.put("more", simple(SimpleType.STRUCT));
    Path inputs = temporary.resolve("inputs.json");
    Path outputs = temporary.resolve("outputs.json");

    InputsFile.write(inputs, literals);
    python(
        """
        import datetime, json, sys
        values = json.load(open(sys.argv[1]))
        assert isinstance(values["more"]["whole"], int)
        for name in ("at", "on"):
            values[name] = datetime.datetime.fromisoformat(values[name]).isoformat()
        values["took"] = datetime.timedelta(seconds=values["took"]).total_seconds()
        json.dump(values, open(sys.argv[2], "w"))
        """,
        inputs,
        outputs);

    assertThat(OutputsFile.read(outputs, types)).isEqualTo(literals);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          INTEGER  | 1.5       | outputs.x is 1.5, but the task declares a whole number of 64 bits: write that
          INTEGER  | true      | outputs.x is true, but the task declares a whole number of 64 bits: write that
          INTEGER  | 9999999999999999999 | outputs.x is 9999999999999999999, but the task declares a whole number of 64 bits: write that
          FLOAT    | "low"     | outputs.x is "low", but the task declares a number: write that
          STRING   | 3         | outputs.x is 3, but the task declares a string: write that
          STRING   | null      | outputs.x is null, but the task declares a string: write that
          BOOLEAN  | 1         | outputs.x is 1, but the task declares true or false: write that
          STRUCT   | [1]       | outputs.x is a list, but the task declares an object: write that
          DURATION | NaN       | outputs.x is NaN, but the task declares a number of seconds: write that
          DATETIME | "2026-11-28T22:40:00" | outputs.x is "2026-11-28T22:40:00", but the task declares a datetime with its offset, such as 2026-11-28T22:40:00+00:00: write that
          """)
  void anOutputOfAnotherTypeIsNamed(SimpleType type, String value, String message)
      throws IOException {
    assertThatThrownBy(() -> read("{\"x\": " + value + "}", Map.of("x", simple(type))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void anElementOfAnotherTypeIsNamed() {
    Variable floats =
        variable(LiteralType.ofCollectionType(LiteralType.ofSimpleType(SimpleType.FLOAT)));

    assertThatThrownBy(() -> read("{\"x\": [1, 2.5, {}]}", Map.of("x", floats)))
        .hasMessage("outputs.x[2] is an object, but the task declares a number: write that");
  }

  @Test
  void anOutputThatIsMissingIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"loss\": 1}",
                    Map.of("loss", simple(SimpleType.FLOAT), "model", simple(SimpleType.STRING))))
        .hasMessage(
            "outputs.model is missing: write it to the file that FLYTEKIT_OUTPUTS names, with all"
                + " other outputs");
  }

  @Test
  void anOutputThatIsNotDeclaredIsNamed() {
    assertThatThrownBy(
            () -> read("{\"loss\": 1, \"los\": 2}", Map.of("loss", simple(SimpleType.FLOAT))))
        .hasMessage(
            "outputs.los is \"2\", but the task declares loss only: leave it out, or declare it");
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> read("{\"loss\": 1", Map.of("loss", simple(SimpleType.FLOAT))))
        .hasMessage(
            "the script's outputs are no JSON (it ends too early): write them to the file that"
                + " FLYTEKIT_OUTPUTS names with json.dump, and close it");
    assertThatThrownBy(() -> read("[1]", Map.of("loss", simple(SimpleType.FLOAT))))
        .hasMessageStartingWith("outputs is \"a list\", but it is no JSON object");
  }

  @Test
  void aTaskWithoutOutputsNeedsNoFile() {
    assertThat(OutputsFile.read(temporary.resolve("none.json"), Map.of())).isEmpty();
  }

  private Map<String, Literal> read(String json, Map<String, Variable> declared)
      throws IOException {
    return OutputsFile.read(Files.writeString(temporary.resolve("outputs.json"), json), declared);
  }

  private static void python(String code, Path... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", code));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static Literal literal(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }

  private static Variable simple(SimpleType type) {
    return variable(LiteralType.ofSimpleType(type));
  }

  private static Variable variable(LiteralType type) {
    return Variable.builder().literalType(type).description("").build();
  }
}
