package org.flytekitplugins.jflyte.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.sized;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.explain.internal.DeclaredTask;
import org.flytekitplugins.jflyte.explain.internal.Said;
import org.flytekitplugins.jflyte.explain.internal.Tasks;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.junit.jupiter.api.Test;

/** What the cluster makes of a task. */
class ExplanationTest {
  private static final Platform PLATFORM =
      Platform.of(
          "acme's",
          ResourceList.of(r -> r.cpu("1").memory("500Mi")),
          ResourceList.of(r -> r.cpu("4").memory("4Gi").gpu(1)));

  @Test
  void theJobIsWhatPluginAndPlatformMakeOfIt() {
    DeclaredTask task =
        Tasks.tensorflow(
                j ->
                    j.chief(0)
                        .worker(
                            w ->
                                w.replicas(2)
                                    .requests(r -> r.cpu("2").memory("1Gi"))
                                    .limits(l -> l.memory("8Gi"))
                                    .restartPolicy(ON_FAILURE)
                                    .image("{{.image.gpu}}"))
                        .runPolicy(r -> r.ttlAfterFinished(Duration.ofHours(1))))
            .retries(1)
            .image("train:1")
            .images(Map.of("gpu", "gpu:7"))
            .build();

    JobPicture job = Explanation.of(task, PLATFORM).job().orElseThrow();

    assertThat(job)
        .isEqualTo(
            new JobPicture(
                "TFJob",
                "<execution>-<node>-<attempt>",
                "<project>-<domain>",
                "2 workers, 1 ps",
                List.of(
                    new RolePicture(
                        ReplicaType.WORKER,
                        2,
                        "gpu:7",
                        ResourceList.of(r -> r.cpu("2").memory("1Gi")),
                        ResourceList.of(r -> r.cpu("2").memory("4Gi")),
                        Map.of(ResourceName.MEMORY, Quantity.of("8Gi")),
                        new BigDecimal(1L << 30),
                        ON_FAILURE,
                        true),
                    new RolePicture(
                        ReplicaType.PS,
                        1,
                        "train:1",
                        ResourceList.of(r -> r.cpu("1").memory("2Gi")),
                        ResourceList.of(r -> r.cpu("1").memory("2Gi")),
                        Map.of(),
                        new BigDecimal(1L << 29),
                        RestartPolicy.NEVER,
                        false)),
                Replica.of(ReplicaType.WORKER, 0),
                "worker-0 leads: the job has succeeded when it ends well; then pods that still run"
                    + " are deleted, the job after 1 h",
                List.of(
                    new Consequence(
                        "throws, recoverable",
                        "worker: started again in its pod, twice for the whole job; otherwise the"
                            + " attempt fails with it: 1 retry"),
                    new Consequence("throws anything else", "the attempt fails with it, for good"),
                    new Consequence(
                        "is killed (out of memory)",
                        "worker: started again in its pod, twice for the whole job; otherwise the"
                            + " job fails with the operator's message: 1 retry"),
                    new Consequence(
                        "its pod is deleted (drain, spot)",
                        "the job fails at once, restarts or not: 1 retry")),
                Map.of(
                    ResourceName.CPU,
                    new BigDecimal("5"),
                    ResourceName.MEMORY,
                    new BigDecimal(4L << 30),
                    ResourceName.GPU,
                    BigDecimal.ZERO),
                2,
                new TreeMap<>()));
  }

  @Test
  void whatNobodyCanReadIsNoJobAndSaysWhy() {
    Explanation explanation =
        Explanation.of(Tasks.raw("tensorflow", 7, "{}").build(), Platform.stock());

    assertThat(explanation.job()).isEmpty();
    assertThat(explanation.findings())
        .extracting(Finding::id)
        .containsExactly("unknown-task-type-version");
    assertThat(explanation.hasAtLeast(Severity.ERROR)).isTrue();
  }

  @Test
  void replicasOfAnElasticJobElectTheirLeader() {
    JobPicture job = Explanation.of(Tasks.elastic(j -> j).build(), PLATFORM).job().orElseThrow();

    assertThat(job.leader()).isNull();
    assertThat(job.roles()).extracting(RolePicture::leads).containsExactly(false);
    assertThat(job.end())
        .startsWith("the replicas elect their leader; the job has succeeded when one of them ends");
    assertThat(job.options())
        .isEqualTo(
            Map.of(
                "maxReplicas", "4",
                "maxRestarts", "0",
                "minReplicas", "2",
                "nprocPerNode", "2",
                "rdzvBackend", "c10d"));
  }

  @Test
  void ofAProgramOfSomebodyElsesTheExitCodeCounts() {
    DeclaredTask task = Tasks.tensorflow().runsJava(false).retries(0).build();

    assertThat(Explanation.of(task, PLATFORM).job().orElseThrow().consequences())
        .containsExactly(
            new Consequence(
                "exits with another code than 0",
                "the job fails with the operator's message: no retries"),
            new Consequence(
                "its pod is deleted (drain, spot)",
                "the job fails at once, restarts or not: no retries"));
  }

  @Test
  void aFindingWithAReasonIsSuppressedAndKeptWithIt() {
    DeclaredTask task =
        Tasks.tensorflow()
            .retries(0)
            .extension(new Said().suppressed("no-retries", "a run of seconds"))
            .build();

    Explanation explanation = Explanation.of(task, PLATFORM);

    assertThat(explanation.findings()).isEmpty();
    assertThat(explanation.suppressed())
        .extracting(suppressed -> suppressed.finding().id(), Suppressed::reason)
        .containsExactly(tuple("no-retries", "a run of seconds"));
  }

  @Test
  void theWorstComesFirst() {
    DeclaredTask task =
        Tasks.tensorflow(j -> j.worker(w -> sized(w).replicas(2).limits(l -> l.gpu(1))))
            .extension(new Said().interruptible())
            .retries(0)
            .cached(true)
            .build();

    assertThat(Explanation.of(task, PLATFORM).findings())
        .extracting(Finding::severity)
        .containsExactly(Severity.ERROR, Severity.WARNING, Severity.NOTE);
  }
}
