package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.statistics.Statistics;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.TensorflowMessages;

/** What holds for every job that anyone can ask for. */
@Domain(JobRequests.class)
@Domain(DomainContext.Global.class) // of the seeds
class JobPropertiesTest {
  @Property(tries = 3000)
  void isRefusedByAFieldOrDecodesToWhatWasAskedPlusTheDefaults(
      @ForAll JobRequest request, @ForAll long order) {
    Set<String> refusedFields = RefusedFields.of(request);
    Statistics.label("job")
        .collect(refusedFields.isEmpty() ? "accepted" : "refused")
        .coverage(
            coverage -> {
              coverage.check("accepted").percentage(share -> share > 20);
              coverage.check("refused").percentage(share -> share > 20);
            });

    TfJob job;
    try {
      job = request.build(order);
    } catch (InvalidFieldException e) {
      assertThat(refusedFields).contains(e.field());
      assertThat(e).hasMessageStartingWith(e.field() + " is ").hasMessageMatching(".*, but .*: .*");
      return;
    }
    assertThat(refusedFields).isEmpty();
    assertThat(TensorflowMessages.fromJson(OrderedJson.of(job)))
        .isEqualTo(TensorflowMessages.fromText(MessageText.of(request)));
    assertThat(OrderedJson.of(job)).doesNotContain("{}", "[]", "null", "common", ": 0", "\"\"");
  }

  @Property(tries = 500)
  void equalJobsGiveEqualBytesInWhateverOrderTheyAreAskedFor(
      @ForAll JobRequest request, @ForAll long order, @ForAll long otherOrder) {
    if (RefusedFields.of(request).isEmpty()) {
      TfJob job = request.build(order);
      TfJob other = request.build(otherOrder);

      assertThat(other).isEqualTo(job).hasSameHashCodeAs(job);
      assertThat(OrderedJson.of(other)).isEqualTo(OrderedJson.of(job));
    }
  }

  @Property(tries = 500)
  void aBuilderOfAJobBuildsIt(@ForAll JobRequest request, @ForAll long order) {
    if (RefusedFields.of(request).isEmpty()) {
      TfJob job = request.build(order);

      assertThat(job.toBuilder().build()).isEqualTo(job);
      assertThat(job.toBuilder().build().cluster()).isEqualTo(job.cluster());
    }
  }
}
