package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.statistics.Statistics;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.PytorchMessages;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;

/** What holds for every job that anyone can ask for. */
@Domain(PyTorchRequests.class)
@Domain(DomainContext.Global.class) // of the seeds
class PyTorchJobPropertiesTest {
  @Property(tries = 2000)
  void aJobIsRefusedByAFieldOrDecodesToWhatWasAskedPlusTheDefaults(
      @ForAll PyTorchJobRequest request, @ForAll long order) {
    PyTorchJob job = builtOrRefused(request.refusedFields(), () -> request.build(order));
    if (job != null) {
      assertThat(PytorchMessages.fromJson(custom(job)))
          .isEqualTo(PytorchMessages.fromText(request.text()));
      assertThat(custom(job)).doesNotContain("{}", "[]", "null", "common", ":0", "\"\"", "elastic");
    }
  }

  @Property(tries = 2000)
  void anElasticTrainingToo(@ForAll ElasticRequest request, @ForAll long order) {
    Elastic elastic = builtOrRefused(request.refusedFields(), () -> request.build(order));
    if (elastic != null && !elastic.isPlain()) {
      assertThat(PytorchMessages.fromJson(custom(elastic)))
          .isEqualTo(PytorchMessages.fromText(request.text()));
      assertThat(custom(elastic))
          .contains("rdzvBackend", "minReplicas", "maxReplicas", "nprocPerNode", "maxRestarts")
          .doesNotContain("{}", "[]", "null", "common", "\"\"", "master");
    }
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadBackAndCanBe(
      @ForAll PyTorchJobRequest job, @ForAll ElasticRequest training, @ForAll long order) {
    if (job.refusedFields().isEmpty()) {
      checkReadBack(job.build(order));
    }
    if (training.refusedFields().isEmpty() && !training.nodes().isPlain()) {
      checkReadBack(training.build(order));
    }
  }

  @Property(tries = 500)
  void equalWishesGiveEqualBytesInWhateverOrderTheyAreSaid(
      @ForAll PyTorchJobRequest request,
      @ForAll ElasticRequest training,
      @ForAll long order,
      @ForAll long otherOrder) {
    if (request.refusedFields().isEmpty()) {
      PyTorchJob job = request.build(order);
      assertThat(request.build(otherOrder)).isEqualTo(job).hasSameHashCodeAs(job);
      assertThat(custom(request.build(otherOrder))).isEqualTo(custom(job));
    }
    if (training.refusedFields().isEmpty()) {
      Elastic elastic = training.build(order);
      assertThat(training.build(otherOrder)).isEqualTo(elastic).hasSameHashCodeAs(elastic);
    }
  }

  @Property(tries = 500)
  void aBuilderOfAJobBuildsIt(
      @ForAll PyTorchJobRequest request, @ForAll ElasticRequest training, @ForAll long order) {
    if (request.refusedFields().isEmpty()) {
      PyTorchJob job = request.build(order);
      assertThat(job.toBuilder().build()).isEqualTo(job);
    }
    if (training.refusedFields().isEmpty()) {
      Elastic elastic = training.build(order);
      assertThat(elastic.toBuilder().build()).isEqualTo(elastic);
    }
  }

  @Property(tries = 500)
  void aClusterOfAJobIsMadeThatJob(
      @ForAll PyTorchJobRequest request, @ForAll ElasticRequest training, @ForAll long order) {
    if (request.refusedFields().isEmpty()) {
      TrainingCluster cluster = request.build(order).cluster();
      assertThat(PyTorchJob.of(cluster).cluster()).isEqualTo(cluster);
    }
    if (training.refusedFields().isEmpty() && !training.nodes().isPlain()) {
      TrainingCluster cluster = training.build(order).cluster();
      assertThat(Elastic.of(cluster).cluster()).isEqualTo(cluster);
    }
  }

  /** The job, or null if it is refused as it should be. */
  private static <J> J builtOrRefused(Set<String> refusedFields, Supplier<J> build) {
    Statistics.label("job")
        .collect(refusedFields.isEmpty() ? "accepted" : "refused")
        .coverage(
            coverage -> {
              coverage.check("accepted").percentage(share -> share > 20);
              coverage.check("refused").percentage(share -> share > 20);
            });
    J job;
    try {
      job = build.get();
    } catch (InvalidFieldException e) {
      assertThat(refusedFields).contains(e.field());
      assertThat(e)
          .hasMessageStartingWith(e.field() + " is ")
          .hasMessageMatching("(?s).*, but .*: .*");
      return null;
    }
    assertThat(refusedFields).isEmpty();
    return job;
  }

  private static void checkReadBack(TrainingJob job) {
    TrainingCluster read = job.kind().read(CustomJson.read(custom(job)), 1);

    assertThat(read).isEqualTo(job.cluster());
    job.kind().check(read);
  }

  private static String custom(TrainingJob job) {
    return CustomJson.print(job.kind().write(job.cluster())).replaceAll("(\\d)\\.0\\b", "$1");
  }
}
