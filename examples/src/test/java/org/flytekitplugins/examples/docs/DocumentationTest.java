package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Documentation is run: code in it is code that a test compiles or runs, and a command in it is a
 * command that CI executes.
 */
class DocumentationTest {
  private static final Path ROOT = root();

  /** A command that tests of a module read from the page, by its name, and run as it stands. */
  private static final Pattern READ_BY_TESTS = Pattern.compile("run by: (\\S+) as (\\S+)");

  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)]*))?\\)");

  private static final Pattern HEADING = Pattern.compile("#+ (.*)");

  @TestFactory
  Stream<DynamicTest> codeIsThatOfACompiledSource() throws IOException {
    return fences("java", "kotlin", "python", "dockerfile", "xml", "properties")
        .map(fence -> dynamicTest(fence.toString(), () -> checkSnippet(fence)));
  }

  @TestFactory
  Stream<DynamicTest> commandsAreRunByCi() throws IOException {
    return fences("bash", "sh").map(fence -> dynamicTest(fence.toString(), () -> checkRun(fence)));
  }

  @TestFactory
  Stream<DynamicTest> linksLeadSomewhere() throws IOException {
    return documents().stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> checkLinks(file)));
  }

  private static void checkSnippet(Fence fence) throws IOException {
    assertThat(fence.origin()).as("the comment above").startsWith("snippet: ");
    String reference = fence.origin().substring("snippet: ".length());
    List<String> source =
        Snippet.read(ROOT, reference).stream()
            .map(
                line ->
                    line.replaceAll("@project.version@|\\$\\{project.version}", said("version")))
            .map(line -> line.replace("@kotlin.version@", said("kotlin.version")))
            .toList();
    assertThat(fence.text()).isEqualTo(source);
  }

  private static void checkRun(Fence fence) throws IOException {
    assertThat(fence.origin()).as("the comment above").startsWith("run by: ");
    Matcher test = READ_BY_TESTS.matcher(fence.origin());
    if (test.matches()) {
      assertThat(sources(ROOT.resolve(test.group(1))))
          .as("what runs the command " + test.group(2))
          .anyMatch(source -> source.contains('"' + test.group(2) + '"'));
      return;
    }
    Path script = ROOT.resolve(fence.origin().substring("run by: ".length()));
    List<String> executed = Files.readAllLines(script).stream().map(String::strip).toList();
    for (String command : fence.text()) {
      assertThat(executed).as(script.toString()).contains(command.strip());
    }
  }

  private static List<String> sources(Path module) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }

  private static void checkLinks(Path file) throws IOException {
    Matcher link = LINK.matcher(Files.readString(file));
    while (link.find()) {
      Path target = link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1));
      assertThat(target).exists();
      if (link.group(2) != null && target.toString().endsWith(".md")) {
        assertThat(anchors(target)).as("headings of " + target).contains(link.group(2));
      }
    }
  }

  /** The headings of a page, as GitHub links to them. */
  private static List<String> anchors(Path page) throws IOException {
    List<String> anchors = new ArrayList<>();
    boolean isText = true;
    for (String line : Files.readAllLines(page)) {
      isText ^= line.startsWith("```");
      Matcher heading = HEADING.matcher(line);
      if (isText && heading.matches()) {
        String words = heading.group(1).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
        anchors.add(words.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
      }
    }
    return anchors;
  }

  private static Stream<Fence> fences(String... languages) throws IOException {
    List<Fence> fences = new ArrayList<>();
    for (Path file : documents()) {
      fences.addAll(Fence.in(file));
    }
    return fences.stream().filter(fence -> List.of(languages).contains(fence.language()));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> house = Files.list(ROOT)) {
      house.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  /** What the first element of a name says in the project's own pom. */
  private static String said(String element) {
    try {
      Matcher value =
          Pattern.compile(String.format("<%1$s>([^<]+)</%1$s>", element))
              .matcher(Files.readString(ROOT.resolve("pom.xml")));
      assertThat(value.find()).isTrue();
      return value.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
