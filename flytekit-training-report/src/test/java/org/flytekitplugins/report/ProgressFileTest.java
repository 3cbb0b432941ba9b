package org.flytekitplugins.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a training reports its steps. */
class ProgressFileTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(ProgressLog.PROPERTY);
  }

  @Test
  void isTheOneThatIsGiven() throws Exception {
    Path given = folder.resolve("progress");

    ProgressFile file = ProgressFile.of(Map.of(ProgressLog.VARIABLE, given.toString()));

    assertThat(file.path()).isEqualTo(given);
    assertThat(file.outlivesProcess()).isTrue();
    assertThat(file.size()).isZero();
    Files.writeString(given, "step");
    assertThat(file.size()).isEqualTo(4);
    assertThat(System.getProperty(ProgressLog.PROPERTY)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void isElseOneOfOursWhereTheTrainingFindsIt(String given) {
    ProgressFile file = ProgressFile.of(Map.of(ProgressLog.VARIABLE, given));

    assertThat(file.path()).hasToString(System.getProperty(ProgressLog.PROPERTY)).isEmptyFile();
    assertThat(file.outlivesProcess()).isFalse();
    ProgressLog.current().step(1);
    assertThat(file.size()).isPositive();
  }

  @Test
  void isEmptyWhereThereIsNoPlace() {
    assertThat(ProgressFile.at(null).size()).isZero();
    assertThat(ProgressFile.at(null).outlivesProcess()).isFalse();
  }
}
