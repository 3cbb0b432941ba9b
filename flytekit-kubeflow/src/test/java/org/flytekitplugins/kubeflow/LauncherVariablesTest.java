package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that a launcher has told of peers in words that nobody knows is not alone. */
class LauncherVariablesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JOB_COMPLETION_INDEX=2                        | JOB_COMPLETION_INDEX is \"2\"",
        "OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=4"
            + " | OMPI_COMM_WORLD_RANK is \"0\", OMPI_COMM_WORLD_SIZE is \"4\"",
        "RANK=1 WORLD_SIZE=3 PET_NNODES=3 HOME=/"
            + " | PET_NNODES is \"3\", RANK is \"1\", WORLD_SIZE is \"3\"",
        "WORLD_SIZE=1                                  | WORLD_SIZE is \"1\"",
        "TF_CONFIG={}                                  | TF_CONFIG is \"{}\"",
      })
  void whatWasSeenIsSaid(String variables, String seen) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingContext.of(environment(variables)))
        .withMessage(
            "%s, by which a launcher tells a process of its peers, but not one of those that are"
                + " known here: expected a framework's jar on the class path, or none of them for a"
                + " process that is alone",
            seen);
    assertThat(TrainingContext.find(environment(variables))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOME=/ HOSTNAME=laptop",
        "MASTER_ADDR=a MASTER_PORT=1",
        "RANK= WORLD_SIZE= ",
        "RANKING=1 MY_PET_NAME=rex PETS=1 OMPI_MCA_btl=self",
      })
  void aProcessWithNoneOfThemIsAlone(String variables) {
    TrainingContext alone = TrainingContext.of(environment(variables));

    assertThat(alone).isEqualTo(TrainingContext.of(Map.of()));
    assertThat(alone.replica()).hasToString("worker-0");
    assertThat(alone.isPrimary()).isTrue();
    assertThat(alone.addresses()).isEmpty();
  }

  @Test
  void whoStartsProcessesKnowsWhatToKeepFromThem() {
    assertThat(
            Stream.of("RANK", "PET_NNODES", "OMPI_COMM_WORLD_SIZE", "TF_CONFIG", "HOME", "PETS")
                .filter(TrainingContext::isVariable))
        .containsExactly("RANK", "PET_NNODES", "OMPI_COMM_WORLD_SIZE", "TF_CONFIG");
  }

  private static Map<String, String> environment(String variables) {
    return Stream.of(variables.strip().split(" +", -1))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
  }
}
