package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;

class NamedImagesTest {
  private final NamedImages images =
      NamedImages.of(Map.of("default", "registry/app:1", "gpu", "registry/app-gpu@sha256:12"));

  @Test
  void aNameStandsForAnImageAtAnyDepthOfAStruct() {
    Struct worker =
        Struct.of(Map.of("image", Struct.Value.ofStringValue("{{.image.gpu}}"), "n", number(2)));
    Struct custom =
        Struct.of(
            Map.of(
                "workerReplicas",
                Struct.Value.ofStructValue(worker),
                "list",
                Struct.Value.ofListValue(
                    List.of(Struct.Value.ofStringValue("a {{.image.default}} b")))));

    Struct resolvedWorker =
        Struct.of(
            Map.of(
                "image", Struct.Value.ofStringValue("registry/app-gpu@sha256:12"), "n", number(2)));
    assertThat(images.resolve(custom, "task Train"))
        .isEqualTo(
            Struct.of(
                Map.of(
                    "workerReplicas",
                    Struct.Value.ofStructValue(resolvedWorker),
                    "list",
                    Struct.Value.ofListValue(
                        List.of(Struct.Value.ofStringValue("a registry/app:1 b"))))));
  }

  @Test
  void whatLooksLikeANameButIsNoneIsRefused() {
    for (String text :
        List.of(
            "{{ .image.gpu }}", "{{.image.gpu }}", "{{.image.}}", "{{.image.a b}}", "{{.image.")) {
      assertThatThrownBy(() -> images.resolve("a " + text, "task Train"))
          .isInstanceOf(JflyteException.class)
          .hasMessage(
              "task Train names an image as %s, which cannot be understood: write {{.image.NAME}},"
                  + " NAME of letters, digits, _ and -",
              text);
    }
    assertThat(images.resolve("{{.inputs.x}} a.image.b", "task Train"))
        .isEqualTo("{{.inputs.x}} a.image.b");
  }

  @Test
  void anImageThatNobodyGaveIsNamedWithItsPlaceAndTheFlagThatGivesIt() {
    Struct custom =
        Struct.of(
            Map.of(
                "workerReplicas",
                Struct.Value.ofStructValue(
                    Struct.of(Map.of("image", Struct.Value.ofStringValue("{{.image.tpu}}"))))));

    assertThatThrownBy(() -> images.resolve(custom, "task Train"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task Train: workerReplicas: image names the image {{.image.tpu}}, which nobody gave:"
                + " add --image tpu=REF or --jib-json tpu=FILE (given: default, gpu)");
  }

  @Test
  void aTaskWithoutAnImageSaysHowToGiveOne() {
    assertThat(images.defaultImage("task Train")).isEqualTo("registry/app:1");
    assertThatThrownBy(() -> NamedImages.of(Map.of()).defaultImage("task Train"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task Train runs in the image of the package, which nobody gave: add --image REF or"
                + " --jib-json FILE, or set FLYTE_INTERNAL_IMAGE");
  }

  @Test
  void flytesOwnTemplatesStayAsTheyAre() {
    assertThat(images.resolve("{{.inputs.image}} {{ .outputPrefix }}", "task A"))
        .isEqualTo("{{.inputs.image}} {{ .outputPrefix }}");
  }

  private static Struct.Value number(double value) {
    return Struct.Value.ofNumberValue(value);
  }
}
