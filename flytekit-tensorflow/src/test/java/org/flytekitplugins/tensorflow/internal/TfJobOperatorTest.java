package org.flytekitplugins.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Reconciliation;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** One look of the operator at a TFJob, row by row. */
class TfJobOperatorTest {
  private static final Duration ACTIVE = Duration.ofSeconds(60);

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

    Reconciliation look = rules.reconcile(status(rules, before), pods(pods), ACTIVE);

    assertThat(conditions(look.status())).isEqualTo(after);
    assertThat(look.created()).isEqualTo(replicas(created));
    assertThat(look.deleted()).isEqualTo(replicas(deleted));
    if (message != null) {
      assertThat(look.status().conditions())
          .last()
          .extracting(JobCondition::message)
          .isEqualTo(message);
    }
    assertThat(conditions(rules.reconcile(look.status(), pods(pods), ACTIVE).status()))
        .as("conditions after another look at the same pods")
        .isEqualTo(after);
  }

  private static JobStatus status(TfJobOperator rules, String conditions) {
    JobStatus status = rules.created();
    for (String name : words(conditions)) {
      JobState state = JobState.valueOf(name.replace("-", "").toUpperCase(Locale.ROOT));
      status = status.with(JobCondition.of(state, "TFJob" + state.operatorName(), "from the row"));
    }
    assertThat(conditions(status)).isEqualTo(conditions);
    return status;
  }

  private static String conditions(JobStatus status) {
    return status.conditions().stream()
        .map(c -> (c.holds() ? "" : "-") + c.state().operatorName())
        .collect(Collectors.joining(" "));
  }

  private static Map<Replica, PodStatus> pods(@Nullable String pods) {
    Map<Replica, PodStatus> statuses = new TreeMap<>();
    for (String pod : words(pods)) {
      String[] parts = pod.split("[=*]", -1);
      int restarts = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
      statuses.put(Replica.parse(parts[0]), PodStatus.of(PodPhase.valueOf(parts[1]), restarts));
    }
    return statuses;
  }

  private static Set<Replica> replicas(@Nullable String names) {
    return words(names).stream().map(Replica::parse).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(" +", -1));
  }
}
