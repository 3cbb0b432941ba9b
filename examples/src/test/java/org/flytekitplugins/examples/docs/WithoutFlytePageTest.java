package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.resources.ImportedJob;
import org.flytekitplugins.kubeflow.resources.Leftover;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.tensorflow.TfJob;
import org.junit.jupiter.api.Test;

/** What docs/tfjob-without-flyte.md shows is what comes of it. */
class WithoutFlytePageTest {
  private static final Path PAGE = Path.of("../docs/tfjob-without-flyte.md");

  @Test
  void theBuiltJobIsTheYamlThatIsShown() throws IOException {
    assertThat(JobsWithoutFlyte.written().toYaml()).isEqualTo(shown("written") + "\n");
  }

  @Test
  void aTfJobOfATeamIsReadAsItIsSaid() throws IOException {
    JobsWithoutFlyte.Read read = JobsWithoutFlyte.tfJob(shown("tfjob"));

    assertThat(read.job())
        .isEqualTo(
            TfJob.builder()
                .chief(
                    c ->
                        c.requests(r -> r.cpu("4").memory("16Gi"))
                            .limits(l -> l.memory("16Gi").gpu("1"))
                            .restartPolicy(ON_FAILURE))
                .worker(
                    w ->
                        w.replicas(3)
                            .requests(r -> r.cpu("4").memory("16Gi"))
                            .limits(l -> l.memory("16Gi").gpu("1"))
                            .restartPolicy(ON_FAILURE))
                .ps(
                    p ->
                        p.replicas(2)
                            .requests(r -> r.cpu("2").memory("8Gi"))
                            .restartPolicy(ON_FAILURE))
                .runPolicy(
                    r ->
                        r.cleanPodPolicy(CleanPodPolicy.RUNNING)
                            .backoffLimit(4)
                            .ttlAfterFinished(Duration.ofDays(1)))
                .build());
    assertThat(inWords(read.elsewhere())).isEqualTo(shown("tfjob leftovers"));
  }

  @Test
  void anElasticPyTorchJobIsReadAsItIsSaid() throws IOException {
    ImportedJob imported = ImportedJob.read(shown("pytorchjob"));

    assertThat(JobsWithoutFlyte.elastic(imported))
        .isEqualTo(
            Elastic.builder()
                .nnodes("2:4")
                .nprocPerNode(8)
                .maxRestarts(10)
                .worker(
                    w ->
                        w.requests(r -> r.cpu("96").memory("1Ti"))
                            .limits(l -> l.memory("1Ti").gpu("8"))
                            .restartPolicy(ON_FAILURE))
                .runPolicy(r -> r.cleanPodPolicy(CleanPodPolicy.ALL))
                .build());
    assertThat(inWords(imported.leftovers())).isEqualTo(shown("pytorchjob leftovers"));
  }

  private static String inWords(List<Leftover> leftovers) {
    return leftovers.stream().map(Leftover::toString).collect(Collectors.joining("\n"));
  }

  private static String shown(String what) throws IOException {
    List<Fence> fences =
        Fence.in(PAGE).stream()
            .filter(fence -> ("held by: WithoutFlytePageTest, " + what).equals(fence.origin()))
            .toList();
    assertThat(fences).as(what).hasSize(1);
    return String.join("\n", fences.get(0).text());
  }
}
