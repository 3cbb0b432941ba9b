package org.flytekitplugins.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flyte.flytekit.SdkRunnableTask;
import org.flytekitplugins.examples.pytorch.TrainDigitsInPyTorch;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.kubeflow.ResourceList;
import org.junit.jupiter.api.Test;

/** What users copy is nothing that {@code jflyte explain} warns of. */
class ExplainedExamplesTest {
  private static final Platform GENEROUS =
      Platform.of(
          "acme's",
          ResourceList.of(r -> r.cpu("1").memory("500Mi")),
          ResourceList.of(r -> r.cpu("64").memory("256Gi").gpu(8)));

  @Test
  void nothingIsToBeWarnedOf() {
    try (PackageLoader loader = PackageLoader.ofThisProgram()) {
      LoadedPackage loaded =
          loader.load(new ExecutionVariables("flytesnacks", "development", "1").toEnv());

      assertThat(explain(loaded, GENEROUS).tasks()).isNotEmpty();
      assertThat(
              Stream.of(Platform.stock(), GENEROUS)
                  .flatMap(platform -> warnings(explain(loaded, platform)).stream()))
          .isEmpty();
    }
  }

  @Test
  void aTaskAloneIsExplainedAsInItsPackage() {
    try (PackageLoader loader = PackageLoader.ofThisProgram()) {
      LoadedPackage loaded =
          loader.load(new ExecutionVariables("flytesnacks", "development", "1").toEnv());
      Map<String, Explanation> inPackage =
          explain(loaded, GENEROUS).tasks().stream()
              .collect(Collectors.toMap(Explanation::name, explanation -> explanation));

      assertThat(
              Stream.<SdkRunnableTask<?, ?>>of(
                      new TrainDigits(),
                      new org.flytekitplugins.examples.kotlin.TrainDigits(),
                      new TrainDigitsInPyTorch())
                  .map(task -> Explanation.of(task, GENEROUS)))
          .allSatisfy(
              alone -> {
                Explanation other = inPackage.get(alone.name());
                assertThat(alone.job()).isEqualTo(other.job());
                assertThat(alone.findings()).isEqualTo(other.findings());
                assertThat(alone.line()).isPresent().isEqualTo(other.line());
              });
    }
  }

  private static PackageExplanation explain(LoadedPackage loaded, Platform platform) {
    return PackageExplanation.of(loaded, platform, Map.of(), null);
  }

  private static List<Finding> warnings(PackageExplanation explanation) {
    return explanation.tasks().stream()
        .map(Explanation::findings)
        .flatMap(List::stream)
        .filter(finding -> finding.severity() != Severity.NOTE)
        .toList();
  }
}
