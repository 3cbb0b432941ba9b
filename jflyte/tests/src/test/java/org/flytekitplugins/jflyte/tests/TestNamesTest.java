package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test that is told to run by its name alone, as with {@code -Dtest}, is one. */
class TestNamesTest {
  private static final Path ROOT = Path.of("..", "..");

  @Test
  void everyTestClassHasANameOfItsOwn() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path parent : List.of(ROOT, ROOT.resolve("jflyte"), ROOT.resolve("jib"))) {
      try (Stream<Path> modules = Files.list(parent)) {
        for (Path module : (Iterable<Path>) modules::iterator) {
          addNames(module.resolve("src/test/java"), names);
          addNames(module.resolve("src/test/kotlin"), names);
        }
      }
    }

    assertThat(names).hasSizeGreaterThan(300).doesNotHaveDuplicates();
  }

  private static void addNames(Path sources, List<String> names) throws IOException {
    if (!Files.isDirectory(sources)) {
      return;
    }
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") || name.endsWith(".kt"))
          .filter(name -> !name.equals("package-info.java"))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .forEach(names::add);
    }
  }
}
