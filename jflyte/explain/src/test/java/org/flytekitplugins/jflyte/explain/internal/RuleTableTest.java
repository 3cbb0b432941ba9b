package org.flytekitplugins.jflyte.explain.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.explain.ExplainedDeclaration;
import org.flytekitplugins.jflyte.explain.Finding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the table of cases would notice a rule that is broken. */
class RuleTableTest {
  static Collection<RuleCase> cases() {
    return RuleCase.all().values();
  }

  static List<RuleCase> readableCases() {
    return cases().stream()
        .filter(rule -> ExplainedDeclaration.of(rule.found(), rule.platform()).job().isPresent())
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aRuleThatFindsNothingOrEverythingIsNoticed(RuleCase rule) {
    assertThat(isRight(rule, task -> explain(rule, task))).isTrue();
    assertThat(isRight(rule, task -> without(rule, explain(rule, task)))).isFalse();
    assertThat(
            isRight(
                rule,
                task ->
                    Stream.concat(
                            without(rule, explain(rule, task)).stream(),
                            explain(rule, rule.found()).stream()
                                .filter(finding -> finding.id().equals(rule.id())))
                        .toList()))
        .isFalse();
  }

  // Where no job can be read nothing else can be found in it.
  @ParameterizedTest(name = "{0}")
  @MethodSource("readableCases")
  void theTwoTasksOfACaseDifferInNothingThatOtherRulesFind(RuleCase rule) {
    assertThat(others(rule, rule.passed())).isEqualTo(others(rule, rule.found()));
  }

  /** Whether a case would be green if the findings of its tasks were these. */
  private static boolean isRight(RuleCase rule, Function<DeclaredTask, List<Finding>> findings) {
    return fields(rule, findings.apply(rule.found())).equals(rule.fields())
        && fields(rule, findings.apply(rule.passed())).isEmpty();
  }

  private static List<String> fields(RuleCase rule, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.id().equals(rule.id()))
        .map(Finding::field)
        .toList();
  }

  private static List<Finding> explain(RuleCase rule, DeclaredTask task) {
    return ExplainedDeclaration.of(task, rule.platform()).findings();
  }

  private static List<Finding> without(RuleCase rule, List<Finding> findings) {
    return findings.stream().filter(finding -> !finding.id().equals(rule.id())).toList();
  }

  private static List<String> others(RuleCase rule, DeclaredTask task) {
    return without(rule, explain(rule, task)).stream()
        .map(Finding::id)
        .distinct()
        .sorted()
        .toList();
  }
}
