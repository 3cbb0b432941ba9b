package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every jar has that is published. */
class PublishedJarsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern TIMESTAMP =
      Pattern.compile("<project.build.outputTimestamp>([^<]*)Z</project.build.outputTimestamp>");

  private static final List<Path> JARS = new ArrayList<>();

  @BeforeAll
  static void findThem() throws IOException {
    try (Stream<Path> poms = Files.walk(ROOT, 4)) {
      for (Path pom :
          (Iterable<Path>) poms.filter(file -> file.endsWith("pom.xml")).sorted()::iterator) {
        String text = Files.readString(pom);
        Path target = pom.resolveSibling("target");
        if (!text.contains("<packaging>pom<")
            && !text.contains("<packaging>maven-archetype<")
            && !text.contains("<maven.deploy.skip>true<")
            && Files.isDirectory(target)) {
          try (Stream<Path> files = Files.list(target)) {
            files
                .filter(file -> file.toString().matches(".*-[0-9.]+(-SNAPSHOT)?\\.jar"))
                .forEach(JARS::add);
          }
        }
      }
    }
    assertThat(JARS).as("packaged before").hasSizeGreaterThan(15);
  }

  @Test
  void eachIsAModuleOfItsOwnName() {
    Map<String, Path> names = new TreeMap<>();
    for (Path jar : JARS) {
      // Refuses what is no name.
      ModuleReference module = ModuleFinder.of(jar).findAll().iterator().next();
      ModuleDescriptor descriptor = module.descriptor();
      assertThat(descriptor.name())
          .as("automatic.module.name in the pom.xml of " + jar)
          .startsWith("org.flytekitplugins.")
          .doesNotEndWith(".unpublished");
      assertThat(names.put(descriptor.name(), jar)).as(descriptor.name()).isNull();
    }
  }

  @Test
  void eachSaysItsLicense() throws IOException {
    for (Path jar : JARS) {
      try (JarFile file = new JarFile(jar.toFile())) {
        for (String name : List.of("LICENSE", "NOTICE")) {
          ZipEntry entry = file.getEntry("META-INF/" + name);
          assertThat(entry).as(name + " of " + jar).isNotNull();
          assertThat(file.getInputStream(entry).readAllBytes())
              .isEqualTo(Files.readAllBytes(ROOT.resolve(name)));
        }
      }
    }
  }

  @Test
  void noneKnowsWhenItWasMade() throws IOException {
    Matcher timestamp = TIMESTAMP.matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(timestamp.find()).isTrue();
    LocalDateTime time = LocalDateTime.parse(timestamp.group(1));
    for (Path jar : JARS) {
      try (JarFile file = new JarFile(jar.toFile())) {
        assertThat(file.stream().map(ZipEntry::getTimeLocal)).as(jar.toString()).containsOnly(time);
      }
    }
  }
}
