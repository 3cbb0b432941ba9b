package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods are an operator's. */
class TrainingVariablesTest {
  @ParameterizedTest
  @CsvSource({
    "TF_CONFIG={}, true",
    "TF_CONFIG=, false",
    "PET_RDZV_ENDPOINT=w:1, true",
    "RANK=0 MASTER_ADDR=m, true",
    "RANK=0, false",
    "MASTER_ADDR=m, false",
    "TF_CONFIG= RANK=0 MASTER_ADDR=m, true",
    "FLYTE_INTERNAL_NAME=x, false",
  })
  void areThoseOfTensorflowOrOfPytorch(String variables, boolean present) {
    Map<String, String> environment =
        Stream.of(variables.split(" ", -1))
            .map(variable -> variable.split("=", 2))
            .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));

    assertThat(TrainingVariables.arePresent(environment)).isEqualTo(present);
  }
}
