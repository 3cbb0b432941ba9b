package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.image.PushedImage.Layer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user's image is, on top of the runtime image. */
@ImageTest
class DigitsImageIT {
  private static final Pattern SIZE = Pattern.compile(" *([0-9.]+ (?:B|kB|MB|GB)) {2}(.*)");

  private static Images images;
  private static PushedImage image;

  @BeforeAll
  static void describe(Images shared) throws IOException {
    images = shared;
    image = PushedImage.of(images.digits(), images.registry());
  }

  @Test
  void itsLayersAreThoseOfTheDocumentation() throws IOException {
    List<String> documented =
        Files.readAllLines(images.tree().path("docs/images.md")).stream()
            .map(SIZE::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(2))
            .filter(name -> !name.equals("in all"))
            .toList();
    assertThat(image.layers()).extracting(Layer::name).isEqualTo(documented);
  }

  @Test
  void itsFirstLayersAreThoseOfTheRuntimeImage() throws IOException {
    List<Layer> runtime = PushedImage.of(images.runtime(), images.registry()).layers();
    assertThat(image.layers()).startsWith(runtime.toArray(Layer[]::new));
  }

  @Test
  void itsLayersAreListedWithTheirSizesAndKeepTheirBudgets() throws IOException {
    List<String> listed = images.documented("layers", Map.of()).output();
    assertThat(listed.get(0)).isEqualTo(images.digits().byDigest() + " (linux/amd64)");
    listed.forEach(Progress::note);
    List<String> expected =
        image.layers().stream().map(layer -> listing(layer.bytes(), layer.name())).toList();
    assertThat(listed.subList(1, listed.size() - 1)).isEqualTo(expected);
    assertThat(listed.get(listed.size() - 1))
        .isEqualTo(listing(image.layers().stream().mapToLong(Layer::bytes).sum(), "in all"));
  }

  private static String listing(long bytes, String name) {
    String size =
        bytes >= 1_000_000
            ? "%.1f MB".formatted(bytes / 1e6)
            : bytes >= 1_000 ? "%.1f kB".formatted(bytes / 1e3) : bytes + " B";
    return "%12s  %s".formatted(size, name);
  }

  @ParameterizedTest
  @CsvSource({
    "classes,                /app/classes/.*",
    "dependencies,           /app/libs/(?!flytekit-(allreduce|task-spi|kubeflow|tensorflow|training-report)).*\\.jar",
    "flytekit-tensorflow,    /app/libs/flytekit-.*\\.jar",
    "resources,              /app/resources/.*",
    "TensorFlow's libraries, /app/resources/org/tensorflow/.*",
    "bill of materials of the package, /app/sbom/flytekit-tensorflow-examples\\.json",
  })
  void eachLayerHoldsItsOwnFiles(String layer, String files) throws IOException {
    assertThat(image.files(layer)).isNotEmpty().allMatch(file -> file.matches(files), files);
  }

  @Test
  void tensorFlowsLibrariesAreNotInItAsAJarToo() throws IOException {
    assertThat(images.unpackedDigits().files("tensorflow-core-native-*-linux-*.jar")).isEmpty();
  }

  @Test
  void itsBillOfMaterialsNamesItsLibraries() throws IOException {
    Path file =
        images.unpackedDigits().root().resolve("app/sbom/flytekit-tensorflow-examples.json");
    JsonNode bill = new ObjectMapper().readTree(file.toFile());

    assertThat(bill.path("bomFormat").textValue()).isEqualTo("CycloneDX");
    assertThat(bill.path("components").findValuesAsText("name"))
        .contains("flytekit-tensorflow", "tensorflow-core-native", "protobuf-java")
        .doesNotContain("junit-jupiter", "assertj-core");
  }

  @Test
  void itRunsAsAUserWithoutRights() {
    assertThat(image.user()).isEqualTo("65532:65532");
  }

  @Test
  void itInheritsTheEntryPointAndTheLocale() throws IOException {
    PushedImage runtime = PushedImage.of(images.runtime(), images.registry());
    assertThat(image.entryPoint()).isEqualTo(runtime.entryPoint());
    assertThat(image.environment()).containsAllEntriesOf(runtime.environment());
  }
}
