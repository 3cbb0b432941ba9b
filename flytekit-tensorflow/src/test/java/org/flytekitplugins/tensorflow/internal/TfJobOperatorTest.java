package org.flytekitplugins.tensorflow.internal;

import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.OperatorLook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** One look of the operator at a TFJob, row by row. */
class TfJobOperatorTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "tfjob-rules.csv",
      delimiter = '|',
      numLinesToSkip = 1,
      maxCharsPerColumn = 300)
  void theOperatorLooksAtTheJob(
      String what,
      String cluster,
      @Nullable String policy,
      String before,
      @Nullable String pods,
      String after,
      @Nullable String created,
      @Nullable String deleted,
      @Nullable String message) {
    TfJobOperator rules =
        new TfJobOperator("default", "digits", ClusterText.cluster(cluster, policy));

    OperatorLook.at(rules, before, pods).comesTo(after, created, deleted, message);
  }
}
