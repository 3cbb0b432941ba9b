package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.jspecify.annotations.Nullable;

/**
 * One look of an operator at a job, as the row of a table: {@code Created -Running Succeeded} are
 * conditions, of which the second holds no longer; {@code worker-0=RUNNING*2 worker-1=RUNNING!} are
 * pods, of which the first was started again twice, and the second deleted.
 */
public final class OperatorLook {
  private static final Duration ACTIVE = Duration.ofSeconds(60);

  private final TrainingOperator rules;
  private final Map<Replica, PodStatus> pods;
  private final Reconciliation look;

  private OperatorLook(TrainingOperator rules, Map<Replica, PodStatus> pods, Reconciliation look) {
    this.rules = rules;
    this.pods = pods;
    this.look = look;
  }

  /** The look at these pods of a job that was in these conditions. */
  public static OperatorLook at(TrainingOperator rules, String before, @Nullable String pods) {
    Map<Replica, PodStatus> statuses = pods(pods);
    return new OperatorLook(
        rules, statuses, rules.reconcile(status(rules, before), statuses, ACTIVE));
  }

  /** Compares what came of it, and that another look at the same pods comes to the same. */
  public void comesTo(
      String after,
      @Nullable String created,
      @Nullable String deleted,
      @Nullable String lastMessage) {
    assertThat(conditions(look.status())).isEqualTo(after);
    assertThat(look.created()).isEqualTo(replicas(created));
    assertThat(look.deleted()).isEqualTo(replicas(deleted));
    if (lastMessage != null) {
      assertThat(look.status().conditions())
          .last()
          .extracting(JobCondition::message)
          .isEqualTo(lastMessage);
    }
    assertThat(conditions(rules.reconcile(look.status(), pods, ACTIVE).status()))
        .as("conditions after another look at the same pods")
        .isEqualTo(after);
  }

  private static JobStatus status(TrainingOperator rules, String conditions) {
    JobStatus status = rules.created();
    String kind = status.conditions().get(0).reason().replace(JobState.CREATED.operatorName(), "");
    for (String name : words(conditions)) {
      JobState state = JobState.valueOf(name.replace("-", "").toUpperCase(Locale.ROOT));
      status = status.with(JobCondition.of(state, kind + state.operatorName(), "from the row"));
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
      String[] parts = pod.replace("!", "").split("[=*]", -1);
      int restarts = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
      PodStatus status = PodStatus.of(PodPhase.valueOf(parts[1]), restarts);
      statuses.put(Replica.parse(parts[0]), pod.endsWith("!") ? status.terminating() : status);
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
