package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import flyteidl.core.Tasks.TaskTemplate;
import org.junit.jupiter.api.Test;

class TemplatePathTest {
  private static final String CONTAINER =
      "container { args: 'jflyte' args: 'execute' args: '--taskTemplatePath' args: '%s' args: 'x' }";
  private static final String POD =
      "k8s_pod { pod_spec { fields { key: 'containers' value { list_value { values { struct_value {"
          + " fields { key: 'name' value { string_value: 'main' } } fields { key: 'args' value {"
          + " list_value { values { string_value: '--taskTemplatePath' } values { string_value:"
          + " '%s' } } } } } } } } } } }";

  private static TaskTemplate template(String text, String path) throws Exception {
    return TextFormat.parse(String.format(text, path), TaskTemplate.class);
  }

  @Test
  void theAddressStandsInTheCommandLineOfAContainerAndIsTakenOutAgain() throws Exception {
    TaskTemplate asked = template(CONTAINER, "{{.taskTemplatePath}}");

    TaskTemplate with = TemplatePath.withUri(asked, "s3://b/t.pb");

    assertThat(TemplatePath.isIn(asked)).isTrue();
    assertThat(with).isEqualTo(template(CONTAINER, "s3://b/t.pb"));
    assertThat(TemplatePath.asked(with)).isEqualTo(asked);
  }

  @Test
  void theAddressStandsInTheCommandLineOfAPodAndIsTakenOutAgain() throws Exception {
    TaskTemplate asked = template(POD, "{{.taskTemplatePath}}");

    TaskTemplate with = TemplatePath.withUri(asked, "s3://b/t.pb");

    assertThat(TemplatePath.isIn(asked)).isTrue();
    assertThat(with).isEqualTo(template(POD, "s3://b/t.pb"));
    assertThat(TemplatePath.asked(with)).isEqualTo(asked);
  }

  @Test
  void whoDoesNotAskIsLeftAlone() throws Exception {
    TaskTemplate other = template("container { args: '%s' }", "--package-dir");

    assertThat(TemplatePath.isIn(other)).isFalse();
    assertThat(TemplatePath.withUri(other, "s3://b/t.pb")).isEqualTo(other);
  }
}
