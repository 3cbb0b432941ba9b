package org.flytekitplugins.jflyte.local.literal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that stands twice in an object: nobody can tell which of its values was meant. */
class DuplicateKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"steps\": 1, \"steps\": 1} | inputs.json has the key \"steps\" twice",
        "{\"rates\": {\"a\": 1, \"a\": 2}} | inputs.json: rates has the key \"a\" twice",
        "{\"config\": {\"a\": null, \"a\": null}} | inputs.json: config has the key \"a\" twice",
        "{\"config\": {\"a\": [{\"b\": 1, \"b\": 2}]}} | inputs.json: config.a[0] has the key"
            + " \"b\" twice",
        "{\"rows\": {\"uri\": \"file:///a\", \"uri\": \"file:///b\"}} | inputs.json: rows has the"
            + " key \"uri\" twice",
      })
  void isNamedWithItsPlace(String json, String sentence) {
    assertThatThrownBy(
            () ->
                LiteralJsonReader.read(
                    json,
                    Map.of(
                        "steps", of(LiteralType.ofSimpleType(SimpleType.INTEGER)),
                        "rates",
                            of(
                                LiteralType.ofMapValueType(
                                    LiteralType.ofSimpleType(SimpleType.FLOAT))),
                        "config", of(LiteralType.ofSimpleType(SimpleType.STRUCT)),
                        "rows", of(LiteralType.ofBlobType(BlobType.DEFAULT))),
                    "inputs.json"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence + ": take one of them out");
  }

  private static Variable of(LiteralType type) {
    return Variable.builder().literalType(type).build();
  }
}
