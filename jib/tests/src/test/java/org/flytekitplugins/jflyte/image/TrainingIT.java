package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The digits workflow in containers of the image, as Flyte and the operator would run it. */
@ImageTest
class TrainingIT {
  private static DigitsInContainers training;

  @BeforeAll
  static void train(Images images) {
    training = images.training();
  }

  @Test
  void everyReplicaEndsWellAndTheParameterServerWhenItIsTold() {
    Map<String, Integer> codes = training.exitCodes();
    assertThat(codes.keySet()).containsExactly("chief-0", "worker-0", "worker-1", "ps-0");
    assertThat(codes)
        .containsEntry("chief-0", 0)
        .containsEntry("worker-0", 0)
        .containsEntry("worker-1", 0);
    assertThat(codes.get("ps-0")).isIn(0, 143);
  }

  @Test
  void theOutputsAreWrittenOnce() {
    assertThat(training.writes()).isEqualTo(1);
  }

  @Test
  void noOtherDocumentLiesBesideTheOutputs() {
    assertThat(training.documents()).isEqualTo(List.of("outputs.pb"));
  }

  @Test
  void theChiefsLogSaysWhichLauncherItRanWith() {
    assertThat(training.chief())
        .anyMatch(line -> line.matches(".*launcher flytekit-jflyte [0-9].*"));
  }

  @Test
  void theReplicasTogetherTookAllSteps() {
    Map<String, Long> steps = training.trained().integers("stepsPerReplica");
    Progress.note("steps per replica: " + steps);
    assertThat(steps.values().stream().mapToLong(Long::longValue).sum())
        .isGreaterThanOrEqualTo(DigitsInContainers.STEPS);
  }

  @Test
  void theModelIsAccurate() {
    double accuracy = training.evaluated().number("accuracy");
    Progress.note("accuracy: " + accuracy);
    assertThat(accuracy).isBetween(0.94, 1.0);
  }
}
