package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a training says it was given, whoever launched it. */
class TrainingParametersTest {
  @Test
  void goToWhomeverALauncherInstalledAndElseNowhere() {
    Map<String, String> recorded = new LinkedHashMap<>();
    TrainingParameters.current().put("rate", "nobody's");
    TrainingParameters.Installation installed = TrainingParameters.install(recorded::put);
    TrainingParameters.current().put("rate", "0.1");
    installed.close();
    TrainingParameters.current().put("rate", "nobody's any more");

    assertThat(recorded).isEqualTo(Map.of("rate", "0.1"));
  }

  @Test
  void goToTheOneBeforeAgainWhenTheLastIsClosed() {
    Map<String, String> outer = new LinkedHashMap<>();
    Map<String, String> inner = new LinkedHashMap<>();
    TrainingParameters.Installation first = TrainingParameters.install(outer::put);
    TrainingParameters.Installation second = TrainingParameters.install(inner::put);
    TrainingParameters.current().put("rate", "0.1");
    second.close();
    TrainingParameters.current().put("seed", "7");
    first.close();

    assertThat(inner).isEqualTo(Map.of("rate", "0.1"));
    assertThat(outer).isEqualTo(Map.of("seed", "7"));
  }
}
