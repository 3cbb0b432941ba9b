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
}
