package org.flytekitplugins.jflyte.explain.internal;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.explain.Severity;
import org.junit.jupiter.api.Test;

/** docs/troubleshooting.md knows every finding, and quotes what is really said. */
class TroubleshootingPageTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path PAGE = ROOT.resolve("docs/troubleshooting.md");

  /** What real backends said; beside the checkout where there is one. */
  private static final Path RECORDINGS = ROOT.resolve("../shared");

  private static final Pattern FINDING = Pattern.compile("\\[([a-z0-9-]+)]\\(findings/\\1\\.md\\)");
  private static final Pattern QUOTES =
      Pattern.compile("<!-- said by: (\\S+) -->\n```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  @Test
  void whatMustNotBeMissedIsFoundByItsSymptom() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher finding = FINDING.matcher(Files.readString(PAGE));
    while (finding.find()) {
      named.add(finding.group(1));
    }

    assertThat(Rules.all().stream().map(Rule::id))
        .as("findings that the page links")
        .containsAll(named);
    assertThat(
            Rules.all().stream()
                .filter(rule -> rule.severity() != Severity.NOTE)
                .map(Rule::id)
                .filter(id -> !named.contains(id)))
        .as("findings that docs/troubleshooting.md does not link: add them where their symptom is")
        .isEmpty();
  }

  @Test
  void ourOwnWordsAreQuotedAsWeSayThem() throws IOException {
    String sources = sources(ROOT, "**/src/main/java/**.java");

    assertThat(quotes("us")).hasSizeGreaterThan(10).allSatisfy(part -> assertSaid(part, sources));
  }

  @Test
  void thoseOfTheBackendsAreQuotedAsRecorded() throws IOException {
    assumeTrue(Files.isDirectory(RECORDINGS), "no recordings beside the checkout");
    String recorded = sources(RECORDINGS.toRealPath(), "**{.json,.jsonl,.txt,.md}");

    assertThat(quotes("backends"))
        .hasSizeGreaterThan(10)
        .allSatisfy(part -> assertSaid(part, recorded));
  }

  private static void assertSaid(String words, String corpus) {
    assertThat(corpus.contains(words)).as(words).isTrue();
  }

  /** What stands between the ellipses of each quoted line. */
  private static List<String> quotes(String speaker) throws IOException {
    List<String> parts = new ArrayList<>();
    Matcher quotes = QUOTES.matcher(Files.readString(PAGE));
    while (quotes.find()) {
      if (quotes.group(1).equals(speaker)) {
        for (String line : quotes.group(2).lines().toList()) {
          Stream.of(line.split("…")).filter(part -> !part.isBlank()).forEach(parts::add);
        }
      }
    }
    return parts;
  }

  private static String sources(Path root, String glob) throws IOException {
    var matcher = root.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> files = Files.walk(root)) {
      String all =
          files
              .filter(file -> matcher.matches(file) && Files.isRegularFile(file))
              .map(TroubleshootingPageTest::read)
              .collect(joining("\n"));
      return JOINT.matcher(all).replaceAll("").replace("\\\"", "\"");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
