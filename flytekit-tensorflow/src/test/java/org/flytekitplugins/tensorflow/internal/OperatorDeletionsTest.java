package org.flytekitplugins.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Reconciliation;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.flytekitplugins.tensorflow.fixtures.RecordedData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pods that were deleted while they ran, as the real operator saw them: so do our rules. */
class OperatorDeletionsTest {
  private static final Pattern LINE =
      Pattern.compile(
          "(chief|worker)-led, all roles (\\w+), (\\S+) is deleted while it runs: \\[(.*)\\] created"
              + " \\[(.*)\\] deleted \\[(.*)\\]");

  @TestFactory
  Stream<DynamicTest> aPodThatIsDeletedWhileItRunsFailsTheJob() throws IOException {
    Optional<Path> file = RecordedData.at("operator/deleted-while-running.txt");
    List<DynamicTest> deletions = new ArrayList<>();
    for (String line : file.isEmpty() ? List.<String>of() : Files.readAllLines(file.get())) {
      Matcher deletion = LINE.matcher(line);
      assertThat(deletion.matches()).as(line).isTrue();
      deletions.add(dynamicTest(line.substring(0, line.indexOf(": [")), () -> replay(deletion)));
    }
    return deletions.stream();
  }

  private static void replay(Matcher deletion) {
    String policy = "/" + deletion.group(2);
    String leader = deletion.group(1).equals("chief") ? "chief:1" + policy + " " : "";
    TrainingCluster cluster =
        ClusterText.cluster(
            leader + "worker:2" + policy + " ps:1" + policy + " evaluator:1" + policy);
    TfJobOperator rules = new TfJobOperator("default", "digits", cluster);
    Map<Replica, PodStatus> pods = new TreeMap<>();
    ClusterText.replicas(cluster)
        .forEach(replica -> pods.put(replica, PodStatus.of(PodPhase.RUNNING, 0)));
    JobStatus running = rules.reconcile(rules.created(), pods, Duration.ofSeconds(10)).status();
    pods.computeIfPresent(
        Replica.parse(deletion.group(3)), (replica, status) -> status.terminating());

    Reconciliation look = rules.reconcile(running, pods, Duration.ofSeconds(10));

    assertThat(
            look.status().conditions().stream()
                .map(
                    c ->
                        String.format(
                            "{%s %s %s %s}",
                            c.state().operatorName(), c.holds(), c.reason(), c.message()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(deletion.group(4));
    assertThat(look.created()).hasToString("[" + deletion.group(5) + "]");
    assertThat(look.deleted()).hasToString("[" + deletion.group(6) + "]");
  }
}
