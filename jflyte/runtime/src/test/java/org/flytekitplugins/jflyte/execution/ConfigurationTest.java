package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.junit.jupiter.api.Test;

/** What a training was given. */
class ConfigurationTest {
  private static Literal text(String value) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofStringValue(value)));
  }

  @Test
  void isItsInputsAndWhatItHasPut() {
    List<String> told = new ArrayList<>();
    Configuration configuration =
        new Configuration(
            Map.of("data", text("s3://digits?X-Amz-Signature=s3cret"), "name", text("a  b")),
            (name, value) -> told.add(name + " " + value));
    configuration.put("rate", "0.1");
    configuration.put("pretrained", "https://user:s3cret@models.example/m");
    configuration.put("rate", "0.2");

    assertThat(configuration.markdown())
        .isEqualTo(
            """
            inputs

                data = s3://digits?…
                name = a b

            parameters

                pretrained = https://…@models.example/m
                rate = 0.1

            """);
    assertThat(told)
        .containsExactly("rate 0.1", "pretrained https://user:s3cret@models.example/m", "rate 0.2");
  }

  @Test
  void refusesAParameterWithoutAValue() {
    List<String> told = new ArrayList<>();
    Configuration configuration = new Configuration(Map.of(), (name, value) -> told.add(name));

    assertThatThrownBy(() -> configuration.put("rate", null))
        .hasMessage("parameter rate has no value: leave it out");
    assertThat(told).isEmpty();
  }

  @Test
  void isNothingWhereNothingWasGiven() {
    Configuration configuration = new Configuration(Map.of(), null);
    assertThat(configuration.markdown())
        .isEqualTo("inputs\n\n    none\n\nparameters\n\n    none\n\n");
  }
}
