package org.flytekitplugins.jflyte.local;

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
        "{\"steps\": 1, \"steps\": 1} | 21",
        "{\"rates\": {\"a\": 1, \"a\": 2}} | 23",
        "{\"config\": {\"a\": null, \"a\": null}} | 27",
        "{\"config\": {\"a\": [{\"b\": 1, \"b\": 2}]}} | 31",
        "{\"rows\": {\"uri\": \"file:///a\", \"uri\": \"file:///b\"}} | 36",
      })
  void isRefusedWhereItStands(String json, int column) {
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
        .hasMessageStartingWith("inputs.json is not JSON at line 1, column %d", column);
  }

  private static Variable of(LiteralType type) {
    return Variable.builder().literalType(type).build();
  }
}
