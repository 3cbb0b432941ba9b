package org.flytekitplugins.jflyte.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.pytorch;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.sized;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.tensorflow;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.CronSchedule;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flytekitplugins.jflyte.explain.internal.DeclaredTask;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.junit.jupiter.api.Test;

/** What Flyte 2 makes of a task otherwise than Flyte 1. */
class ExplainedOnFlyteTwoTest {
  private static Explanation explain(DeclaredTask.Builder task) {
    return ExplainedDeclaration.of(task.build(), Platform.flyte2());
  }

  @Test
  void theJobAndItsPodsAreNamedAfterTheRunInOneNamespaceForAll() {
    Explanation explained = explain(tensorflow());

    JobPicture job = explained.job().orElseThrow();
    assertThat(List.of(job.kubernetesKind(), job.name(), job.namespace()))
        .containsExactly("TFJob", "<run>-a0-<retry>", "flyte");
    PodPicture pod = explained.pods().get(1);
    assertThat(List.of(pod.name(), pod.namespace()))
        .containsExactly("<run>-a0-<retry>-worker-0", "flyte");
    assertThat(pod.variables().get("TF_CONFIG"))
        .contains("\"chief\":[\"<run>-a0-<retry>-chief-0.flyte.svc:2222\"]")
        .doesNotContain("<project>");
  }

  @Test
  void aPyTorchJobLikewise() {
    PodPicture pod = explain(pytorch()).pods().get(1);

    assertThat(pod.name()).isEqualTo("<run>-a0-<retry>-worker-0");
    assertThat(pod.variables().get("MASTER_ADDR")).startsWith("<run>-a0-<retry>-master-0");
  }

  @Test
  void thereIsNoFlyteadminThatLimitsAnybody() {
    Explanation explained =
        explain(tensorflow(j -> j.worker(w -> w.requests(r -> r.cpu("64").memory("256Gi")))));

    assertThat(explained.findings()).isEmpty();
    assertThat(explained.job().orElseThrow().roles())
        .allSatisfy(role -> assertThat(role.asked()).isEmpty());
  }

  @Test
  void whoseFailuresTakeRetriesIsSaid() {
    assertThat(explain(tensorflow().retries(2)).job().orElseThrow().consequences())
        .contains(
            new Consequence(
                "loses a peer, or storage", "counts as a failure of the task: 2 retries"),
            new Consequence(
                "an attempt is tried again", "its message is in the logs of its pods only"));
    assertThat(explain(tensorflow().retries(0).runsJava(false)).job().orElseThrow().consequences())
        .hasSameElementsAs(
            ExplainedDeclaration.of(
                    tensorflow().retries(0).runsJava(false).build(), Platform.stock())
                .job()
                .orElseThrow()
                .consequences());
  }

  @Test
  void aRunsNameIsShorterThanAnExecutionsAndItsNodes() {
    DeclaredTask.Builder task = tensorflow(j -> j.evaluator(e -> sized(e).replicas(101)));

    assertThat(ids(ExplainedDeclaration.of(task.build(), Platform.stock())))
        .contains("pod-name-too-long");
    assertThat(ids(explain(task))).doesNotContain("pod-name-too-long");
  }

  @Test
  void itHasMoreVariablesOfItsOwn() {
    DeclaredTask.Builder task =
        tensorflow().env(Map.of("RUN_NAME", "x", "_U_RUN_BASE", "y", "MY_NAME", "z"));

    assertThat(
            explain(task).findings().stream()
                .filter(finding -> finding.id().equals("flyte-overrides-variable"))
                .map(Finding::field))
        .containsExactlyInAnyOrder("getEnv().RUN_NAME", "getEnv()._U_RUN_BASE");
    assertThat(ids(ExplainedDeclaration.of(task.build(), Platform.stock())))
        .doesNotContain("flyte-overrides-variable");
  }

  @Test
  void whatItHasNoPlaceForIsNamedWithWhatToDo() {
    LaunchPlanIdentifier id =
        LaunchPlanIdentifier.builder()
            .project("p")
            .domain("d")
            .name("com.acme.Nightly")
            .version("v")
            .build();
    LoadedPackage loaded =
        new LoadedPackage(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(
                id,
                LaunchPlan.builder()
                    .name("com.acme.Nightly")
                    .workflowId(PartialWorkflowIdentifier.builder().name("com.acme.W").build())
                    .cronSchedule(CronSchedule.builder().schedule("@daily").build())
                    .build()),
            Map.of());

    assertThat(PackageExplanation.of(loaded, Platform.flyte2(), Map.of(), null).leftBehind())
        .containsExactly(
            "launch plan com.acme.Nightly: Flyte 2 has none: register makes a task of its name that"
                + " drives it",
            "schedule com.acme.Nightly: Flyte 2 starts nothing by itself: let a CronJob call jflyte"
                + " run");
    assertThat(PackageExplanation.of(loaded, Platform.stock(), Map.of(), null).leftBehind())
        .isEmpty();
  }

  private static List<String> ids(Explanation explained) {
    return explained.findings().stream().map(Finding::id).toList();
  }
}
