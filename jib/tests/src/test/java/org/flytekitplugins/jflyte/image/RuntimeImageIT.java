package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the runtime image is. */
@ImageTest
class RuntimeImageIT {
  private static Images images;
  private static PushedImage image;

  @BeforeAll
  static void describe(Images shared) throws IOException {
    images = shared;
    image = PushedImage.of(images.runtime(), images.registry());
  }

  @Test
  void itsLabelsAreThoseOfTheProject() throws IOException {
    Pom module = Pom.read(images.tree().path("jib/pom.xml"));
    Pom parent = Pom.read(images.tree().path("pom.xml"));
    String prefix = "org.opencontainers.image.";
    assertThat(image.labels())
        .isEqualTo(
            Map.of(
                prefix + "title", "flytekit-jflyte",
                prefix + "description", module.text("description"),
                prefix + "version", parent.text("version"),
                prefix + "source", parent.text("url"),
                prefix + "licenses", "Apache-2.0"));
  }

  @Test
  void itStartsJflyteWithNoFlagsButThoseOfAFastStart() {
    assertThat(image.entryPoint())
        .containsExactly(
            "java",
            "-XX:SharedArchiveFile=/jflyte/archive/classes.jsa",
            "-Xlog:cds*=off",
            "-Dorg.flytekitplugins.kubeflow.JobKinds="
                + "org.flytekitplugins.pytorch.internal.PytorchJobKind,"
                + "org.flytekitplugins.tensorflow.internal.TensorflowJobKind",
            "-Djflyte.class-path=/jflyte/jib-classpath-file",
            "-cp",
            "@/jflyte/execute-class-path",
            "org.flytekitplugins.jflyte.execution.PodMain");
  }

  @Test
  void itsArchiveIsOneFileInALayerOfItsOwn() throws IOException {
    assertThat(image.files("class-data archive")).containsExactly("/jflyte/archive/classes.jsa");
  }

  @Test
  void itRunsAsAUserWithoutRights() {
    assertThat(image.user()).isEqualTo("65532:65532");
  }

  @Test
  void itsEnvironmentNamesItsModulesAndALocaleThatKnowsAllLetters() {
    assertThat(image.environment())
        .containsEntry("FLYTE_INTERNAL_MODULE_DIR", "/jflyte/modules")
        .containsEntry("LC_ALL", "C.UTF-8");
  }

  @Test
  void itHasNoShellSinceNothingNeedsOne() throws IOException {
    assertThat(images.unpackedDigits().files("{sh,bash,busybox}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jflyte", "s3", "gs"})
  void itsBillOfMaterialsIsComplete(String part) throws IOException {
    JsonNode bill =
        new ObjectMapper()
            .readTree(
                images.unpackedDigits().root().resolve("jflyte/sbom/" + part + ".json").toFile());
    assertThat(bill.path("bomFormat").textValue()).isEqualTo("CycloneDX");
    assertThat(bill.path("components").size()).isGreaterThan(10);
  }

  @Test
  void itsOwnLayersHoldOurJarsOthersJarsAndNothingElse() throws IOException {
    List<String> own = image.files("jflyte");
    List<String> others = image.files("jflyte's dependencies");
    assertThat(own)
        .isNotEmpty()
        .allMatch(file -> file.matches("/jflyte/libs/(flytekit|jflyte)-[^/]*\\.jar"));
    assertThat(others)
        .isNotEmpty()
        .allMatch(file -> file.startsWith("/jflyte/libs/") && file.endsWith(".jar"))
        .noneMatch(file -> file.contains("-SNAPSHOT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "gs"})
  void eachModuleIsALayer(String module) throws IOException {
    assertThat(image.files("module " + module))
        .isNotEmpty()
        .allMatch(file -> file.startsWith("/jflyte/modules/" + module + "/"));
  }
}
