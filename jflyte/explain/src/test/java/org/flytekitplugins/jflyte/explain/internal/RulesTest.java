package org.flytekitplugins.jflyte.explain.internal;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.flytekitplugins.jflyte.explain.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule finds, and what it leaves alone. */
class RulesTest {
  static Collection<RuleCase> cases() {
    return RuleCase.all().values();
  }

  static List<Rule> rules() {
    return Rules.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aRuleFindsWhatItIsFor(RuleCase rule) {
    assertThat(rule.findings()).extracting(Finding::field).containsExactlyElementsOf(rule.fields());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aRuleLeavesTheRestAlone(RuleCase rule) {
    assertThat(rule.findings(rule.passed())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void aRuleHasACaseAndSaysWhatWhyAndWhere(Rule rule) {
    assertThat(RuleCase.all()).containsKey(rule.id());
    assertThat(rule.id()).matches("[a-z0-9]+(-[a-z0-9]+)+");
    assertThat(rule.title()).matches("[A-Z`].*[^.]");
    assertThat(rule.background()).matches("(?s)[A-Z`].{40,}\\.\\)?");
    assertThat(rule.remedy()).matches("[a-z-].*[^.]");
    assertThat(rule.source()).matches("https://[^ ]+");
  }

  @Test
  void idsAreUniqueAndEachCaseIsOfARule() {
    assertThat(Rules.all()).extracting(Rule::id).doesNotHaveDuplicates();
    assertThat(RuleCase.all().keySet())
        .isEqualTo(Rules.all().stream().map(Rule::id).collect(toSet()));
  }

  /** Of these no line is known in the release that the rules are about. */
  private static final Set<String> WITHOUT_LINE =
      Set.of(
          "accelerator-without-gpu",
          "above-stock-limit",
          "cache-ignored-input-unknown",
          "cache-ignored-inputs-uncached",
          "cache-ignores-every-input",
          "cache-without-version",
          "deadline-without-timeout",
          "deprecated-task-used",
          "elastic-with-master",
          "flyte-overrides-variable",
          "master-count",
          "quantity-dropped",
          "secret-in-environment",
          "serialized-without-cache",
          "several-evaluators",
          "task-above-platform-limit",
          "template-in-environment",
          "unknown-template",
          "unreadable-resources");

  @Test
  void aRuleNamesTheLineOfTheBackendThatDecides() {
    assertThat(Rules.all())
        .filteredOn(rule -> rule.source().contains("/blob/v") && !rule.source().contains("#"))
        .extracting(Rule::id)
        .isSubsetOf(WITHOUT_LINE);
  }

  @Test
  void thereAreThirtyRulesAndMore() {
    assertThat(Rules.all()).hasSizeGreaterThanOrEqualTo(30);
  }
}
