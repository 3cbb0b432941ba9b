package org.flytekitplugins.jflyte.image;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image with a class-data archive, and a task that runs in it. */
@ImageTest
class ArchiveIT {
  private static Images images;
  private static TaskOutputs outputs;
  private static Set<String> loaded;
  private static Set<String> mapped;

  @BeforeAll
  static void evaluate(Images shared) throws IOException {
    images = shared;
    Propeller propeller = images.propeller();
    DigitsInContainers training = images.training();
    UnpackedImage image = images.unpackedArchived();
    Progress.step("a plain task with the archive");
    // A JVM that could not use the archive would end. The image's own variable names it.
    String options =
        propeller.task("EvaluateDigits").environment().getOrDefault("JAVA_TOOL_OPTIONS", "")
            + " -Xshare:on -Xlog:class+load:file=/storage/mapped/loaded";
    outputs =
        propeller.run(
            "mapped",
            "EvaluateDigits",
            image,
            training.evaluation(),
            Map.of("JAVA_TOOL_OPTIONS", options));
    String log = Files.readString(images.storage().resolve("mapped/loaded"));
    loaded = classes(log, "");
    mapped = classes(log, "shared objects file");
  }

  private static Set<String> classes(String log, String source) {
    return Pattern.compile("\\] (\\S+) source: " + source)
        .matcher(log)
        .results()
        .map((MatchResult line) -> line.group(1))
        .collect(toCollection(TreeSet::new));
  }

  @Test
  void theTaskGivesWhatItGaveWithoutTheArchive() {
    assertThat(outputs).isEqualTo(images.training().evaluated());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"java.", "com.google.protobuf.", "org.tensorflow."})
  void classesOfJavaTheLauncherAndThePackageComeFromTheArchive(String library) {
    assertThat(mapped).anyMatch(name -> name.startsWith(library));
  }

  @Test
  void mostClassesComeFromTheArchive() {
    Progress.note(mapped.size() + " of " + loaded.size() + " classes come from the archive");
    assertThat(mapped).hasSizeGreaterThan(loaded.size() / 2);
  }

  @Test
  void noClassOfOurJarsOrOfThePackageComesFromTheArchive() throws IOException {
    Path root = images.unpackedArchived().root();
    assertThat(mapped).noneMatch(name -> name.startsWith("org.flytekitplugins."));
    int jars = 0;
    for (Path jar : images.unpackedArchived().files("{flytekit,jflyte}-*-SNAPSHOT.jar")) {
      if (jar.startsWith(root.resolve("app/libs")) || jar.startsWith(root.resolve("jflyte/libs"))) {
        jars++;
        try (JarFile file = new JarFile(jar.toFile())) {
          Set<String> ours =
              file.stream()
                  .map(entry -> entry.getName())
                  .filter(name -> name.endsWith(".class"))
                  .map(name -> name.replaceFirst("\\.class$", "").replace('/', '.'))
                  .collect(toCollection(TreeSet::new));
          assertThat(mapped).as(jar.toString()).doesNotContainAnyElementsOf(ours);
        }
      }
    }
    assertThat(jars).as("jars of ours").isGreaterThan(3);
  }

  @Test
  void theArchiveKnowsNoNameOfOurs() throws IOException {
    byte[] archive =
        Files.readAllBytes(images.unpackedArchived().root().resolve("jflyte/archive/classes.jsa"));
    assertThat(new String(archive, StandardCharsets.ISO_8859_1).contains("org/flytekitplugins"))
        .isFalse();
  }
}
