package org.flytekitplugins.kubeflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Flyte fills in, and what it leaves as it is. */
class FlyteTemplatesTest {
  private static final Map<String, String> VALUES =
      Map.of("outputprefix", "s3://out", "inputs.Epochs", "3", "runstarttime", "now");

  @ParameterizedTest
  @CsvSource({
    "{{.outputPrefix}},      s3://out,           true",
    "{{ $OUTPUTPREFIX }}/a,  s3://out/a,         true",
    "{{.Inputs.Epochs}},     3,                  true",
    "{{.inputs.epochs}},     {{.inputs.epochs}}, true",
    "{{.input}},             {{.input}},         true",
    "{{.inputs.}},           {{.inputs.}},       false",
    "{{.runStartTime}},      {{.runStartTime}},  false",
    "{{outputPrefix}},       {{outputPrefix}},   false",
    "python3,                python3,            false",
  })
  void whatIsFilledIn(String text, String rendered, boolean isTemplate) {
    assertThat(FlyteTemplates.render(List.of(text), (name, written) -> VALUES.get(name)))
        .containsExactly(rendered);
    assertThat(FlyteTemplates.isIn(text)).isEqualTo(isTemplate);
  }

  @Test
  void blanksAreGosAndNotJavas() {
    assertThat(FlyteTemplates.isIn("{{\t.input\n}}")).isTrue();
    assertThat(FlyteTemplates.isIn("{{\u000b.input}}")).isFalse();
  }
}
