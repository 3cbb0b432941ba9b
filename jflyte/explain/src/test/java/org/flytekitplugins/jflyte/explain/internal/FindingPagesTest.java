package org.flytekitplugins.jflyte.explain.internal;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.explain.Finding;
import org.junit.jupiter.api.Test;

/**
 * The pages of docs/findings are what the rules say. {@code -Dfindings.write=true} writes them
 * anew.
 */
class FindingPagesTest {
  private static final Path FOLDER = Path.of("../../docs/findings");

  @Test
  void everyRuleHasItsPageAndEveryPageItsRule() throws IOException {
    TreeMap<String, String> expected = new TreeMap<>();
    Rules.all().forEach(rule -> expected.put(rule.id() + ".md", page(rule)));
    expected.put("README.md", overview());
    if (Boolean.getBoolean("findings.write")) {
      Files.createDirectories(FOLDER);
      for (String stale : names()) {
        Files.delete(FOLDER.resolve(stale));
      }
      for (String name : expected.keySet()) {
        Files.writeString(FOLDER.resolve(name), expected.get(name));
      }
    }

    TreeMap<String, String> written = new TreeMap<>();
    for (String name : names()) {
      written.put(name, Files.readString(FOLDER.resolve(name)));
    }
    assertThat(written)
        .as("docs/findings; if the change is meant, -Dfindings.write=true writes them anew")
        .isEqualTo(expected);
  }

  private static Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).collect(toCollection(TreeSet::new));
    }
  }

  private static String page(Rule rule) {
    RuleCase example = RuleCase.all().get(rule.id());
    assertThat(example).as("a case of " + rule.id()).isNotNull();
    return """
        # %s
        <!-- generated from the rule by FindingPagesTest -->
        `%s` · %s

        %s

        ```text
        %s
        ```

        **What to do:** %s.

        **Where the backend decides this:** <%s>
        """
        .formatted(
            rule.title(),
            rule.id(),
            rule.severity(),
            rule.background(),
            example.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")),
            rule.remedy(),
            rule.source());
  }

  private static String overview() {
    StringBuilder page =
        new StringBuilder(
            """
            # Findings
            <!-- generated from the rules by FindingPagesTest -->
            What [`jflyte explain`](../explain.md) finds in training tasks. An error is a job that is refused or never ends well, a
            warning one that runs otherwise than it says; a note is about what its author may not know.

            A task that has a reason to do without a finding says so, by the finding's id:

            <!-- snippet: examples/src/test/java/org/flytekitplugins/examples/docs/TrainForSeconds.java#suppressed -->
            ```java
            @Override
            public Map<String, String> getSuppressedFindings() {
              return Map.of("no-retries", "a run of seconds, started by hand");
            }
            ```

            | id | | |
            |---|---|---|
            """);
    List<Rule> sorted =
        Rules.all().stream()
            .sorted(Comparator.comparing(Rule::severity).thenComparing(Rule::id))
            .toList();
    for (Rule rule : sorted) {
      page.append(
          String.format(
              "| [`%s`](%1$s.md) | %s | %s |%n", rule.id(), rule.severity(), rule.title()));
    }
    return page.toString();
  }
}
