package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
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
import org.flytekitplugins.jflyte.execution.failure.WrongInputsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task is given against what it takes, where no server has looked. */
class InputCheckTest {
  private static final BlobType FILE =
      BlobType.builder().format("").dimensionality(BlobType.BlobDimensionality.SINGLE).build();

  private static final Map<String, LiteralType> TYPES =
      Map.ofEntries(
          Map.entry("integer", LiteralType.ofSimpleType(SimpleType.INTEGER)),
          Map.entry("float", LiteralType.ofSimpleType(SimpleType.FLOAT)),
          Map.entry("string", LiteralType.ofSimpleType(SimpleType.STRING)),
          Map.entry("boolean", LiteralType.ofSimpleType(SimpleType.BOOLEAN)),
          Map.entry("datetime", LiteralType.ofSimpleType(SimpleType.DATETIME)),
          Map.entry("duration", LiteralType.ofSimpleType(SimpleType.DURATION)),
          Map.entry("struct", LiteralType.ofSimpleType(SimpleType.STRUCT)),
          Map.entry("blob", LiteralType.ofBlobType(FILE)),
          Map.entry(
              "list", LiteralType.ofCollectionType(LiteralType.ofSimpleType(SimpleType.INTEGER))),
          Map.entry("map", LiteralType.ofMapValueType(LiteralType.ofSimpleType(SimpleType.FLOAT))));

  private static final Map<String, Literal> VALUES =
      Map.ofEntries(
          Map.entry("integer", of(Primitive.ofIntegerValue(3))),
          Map.entry("float", of(Primitive.ofFloatValue(0.5))),
          Map.entry("string", of(Primitive.ofStringValue("x"))),
          Map.entry("boolean", of(Primitive.ofBooleanValue(true))),
          Map.entry("datetime", of(Primitive.ofDatetime(Instant.EPOCH))),
          Map.entry("duration", of(Primitive.ofDuration(Duration.ZERO))),
          Map.entry("struct", Literal.ofScalar(Scalar.ofGeneric(Struct.of(Map.of())))),
          Map.entry(
              "blob",
              Literal.ofScalar(
                  Scalar.ofBlob(
                      Blob.builder()
                          .uri("s3://b/x")
                          .metadata(BlobMetadata.builder().type(FILE).build())
                          .build()))),
          Map.entry("list", Literal.ofCollection(List.of(of(Primitive.ofIntegerValue(3))))),
          Map.entry("map", Literal.ofMap(Map.of("k", of(Primitive.ofFloatValue(0.5))))));

  @Test
  void everyTypeTakesItsOwnValuesAndNoOthers() {
    TYPES.forEach(
        (type, declared) ->
            VALUES.forEach(
                (kind, value) -> {
                  if (kind.equals(type)) {
                    assertThatCode(() -> check(declared, Map.of("x", value)))
                        .as("%s for %s", kind, type)
                        .doesNotThrowAnyException();
                  } else {
                    assertThatThrownBy(() -> check(declared, Map.of("x", value)))
                        .as("%s for %s", kind, type)
                        .isInstanceOf(WrongInputsException.class)
                        .hasMessageMatching(
                            "input x of task com.acme.Train is an? \\w+: start a run that gives it"
                                + " an? .+, such as .+");
                  }
                }));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          integer | string   | input x of task com.acme.Train is a string: start a run that gives it an integer, such as 3
          list    | integer  | input x of task com.acme.Train is an integer: start a run that gives it a list of integers, such as [3]
          float   | datetime | input x of task com.acme.Train is a datetime: start a run that gives it a float, such as 0.5
          blob    | map      | input x of task com.acme.Train is a map: start a run that gives it a blob, such as {"uri": "file:///a/file"}
          """)
  void theSentenceNamesTheInputItsTypeAndTheRemedy(String type, String value, String sentence) {
    assertThatThrownBy(() -> check(TYPES.get(type), Map.of("x", VALUES.get(value))))
        .hasMessage(sentence);
  }

  @Test
  void theElementOfAListOrAMapIsNamed() {
    Literal texts = Literal.ofCollection(List.of(VALUES.get("integer"), VALUES.get("string")));
    assertThatThrownBy(() -> check(TYPES.get("list"), Map.of("x", texts)))
        .hasMessage(
            "input x[1] of task com.acme.Train is a string: start a run that gives it an integer,"
                + " such as 3");

    Literal map = Literal.ofMap(Map.of("rate", VALUES.get("integer")));
    assertThatThrownBy(() -> check(TYPES.get("map"), Map.of("x", map)))
        .hasMessage(
            "input x.rate of task com.acme.Train is an integer: start a run that gives it a float,"
                + " such as 0.5");
  }

  @Test
  void oneThatIsMissingIsNamedWithWhatMayHaveBeenMeantForIt() {
    Map<String, Variable> declared = Map.of("epochs", variable(TYPES.get("integer")));
    InputCheck check = new InputCheck("com.acme.Train", declared);

    assertThatThrownBy(() -> check.check(Map.of()))
        .hasMessage(
            "input epochs of task com.acme.Train is missing: start a run that gives it an integer,"
                + " such as 3");
    assertThatThrownBy(() -> check.check(Map.of("epoch", VALUES.get("integer"))))
        .hasMessage(
            "input epochs of task com.acme.Train is missing (there is epoch): start a run that"
                + " gives it an integer, such as 3");
  }

  @Test
  void oneThatTheTaskDoesNotTakeIsOfNoConsequence() {
    assertThatCode(
            () ->
                check(
                    TYPES.get("integer"),
                    Map.of("x", VALUES.get("integer"), "y", VALUES.get("map"))))
        .doesNotThrowAnyException();
  }

  private static void check(LiteralType declared, Map<String, Literal> given) {
    new InputCheck("com.acme.Train", Map.of("x", variable(declared))).check(given);
  }

  private static Variable variable(LiteralType type) {
    return Variable.builder().literalType(type).description("").build();
  }

  private static Literal of(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }
}
