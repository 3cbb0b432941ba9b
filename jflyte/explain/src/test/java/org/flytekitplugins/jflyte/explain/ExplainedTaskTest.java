package org.flytekitplugins.jflyte.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.ElasticTask;
import org.flytekitplugins.pytorch.PyTorchContainerTask;
import org.flytekitplugins.pytorch.PyTorchJob;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;
import org.junit.jupiter.api.Test;

/** What a unit test of a user's says of a task of theirs. */
@SuppressWarnings("serial") // nobody streams them
class ExplainedTaskTest {
  private static final Platform PLATFORM = Platform.stock().withMaxReplicas(8);

  /** A task with whatever is the matter with it. */
  private static class Train extends TensorflowTask<Void, Void> {
    Train(TfJob job) {
      super(SdkTypes.nulls(), SdkTypes.nulls(), job);
    }

    @Override
    public Void run(Void input) {
      return null;
    }
  }

  private static final class Sound extends Train {
    Sound() {
      super(
          TfJob.builder()
              .chief(c -> c.requests(r -> r.cpu("1").memory("1Gi")))
              .worker(w -> w.replicas(2).requests(r -> r.cpu("1").memory("1Gi")))
              .build());
    }

    @Override
    public int getRetries() {
      return 3;
    }
  }

  private static final class Unsound extends Train {
    Unsound() {
      super(TfJob.builder().worker(w -> w.replicas(9).requests(r -> r.cpu("1"))).build());
    }

    @Override
    public SdkResources getResources() {
      return SdkResources.builder()
          .limits(Map.of(SdkResources.ResourceName.MEMORY, "512Mi"))
          .build();
    }
  }

  private static final class TrainElastic extends ElasticTask<Void, Void> {
    TrainElastic(Elastic elastic) {
      super(SdkTypes.nulls(), SdkTypes.nulls(), elastic);
    }

    @Override
    public Void run(Void input) {
      return null;
    }
  }

  private static final class TrainImage extends PyTorchContainerTask<Void, Void> {
    TrainImage() {
      super(SdkTypes.nulls(), SdkTypes.nulls(), PyTorchJob.builder().numWorkers(1).build());
    }

    @Override
    public String getImage() {
      return "ghcr.io/acme/train";
    }

    @Override
    public List<String> getArgs() {
      return List.of("--epochs={{.inputs.epochs}}");
    }

    @Override
    public Map<String, String> getEnv() {
      return Map.of("MASTER_ADDR", "localhost");
    }
  }

  private static final class Plain extends SdkRunnableTask<Void, Void> {
    Plain() {
      super(SdkTypes.nulls(), SdkTypes.nulls());
    }

    @Override
    public Void run(Void input) {
      return null;
    }
  }

  @Test
  void aSoundTaskPasses() {
    Explanation explanation = Explanation.of(new Sound(), PLATFORM);

    assertThat(explanation.assertNoFindings().findings()).isEmpty();
    assertThat(explanation.name()).isEqualTo(Sound.class.getName());
    assertThat(explanation.job().orElseThrow().replicas()).isEqualTo("1 chief, 2 workers");
  }

  @Test
  void anUnsoundOneFailsWithAllThatIsWrongAndWhatToDo() {
    Explanation explanation = Explanation.of(new Unsound(), PLATFORM);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> explanation.assertNone(Severity.WARNING))
        .withMessage(
            Unsound.class.getName()
                + " (ExplainedTaskTest.java:56) has 3 findings, by flyteadmin's stock defaults and"
                + " limits:\n"
                + "  error replicas: the job has 9, and --max-replicas is 8"
                + " [more-than-max-replicas]\n"
                + "    what to do: ask for fewer replicas, or raise --max-replicas\n"
                + "  warning worker.requests.memory: is not said beside cpu, so each worker gets"
                + " the platform's default of 200Mi, not the task's [cpu-or-memory-missing]\n"
                + "    what to do: say both\n"
                + "  warning worker.limits.memory: of 200Mi the heap gets 25 %, and native code and"
                + " the JVM itself have 150Mi [little-native-memory]\n"
                + "    what to do: give the role more memory, or lower getHeapPercentage()\n"
                + "One that does not matter here is named in getSuppressedFindings(), with the"
                + " reason.");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> explanation.assertNone(Severity.ERROR))
        .withMessageContaining(" has a finding,")
        .withMessageNotContaining("cpu-or-memory-missing");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(explanation::assertNoFindings)
        .withMessageContaining("note getRetries(): ");
  }

  @Test
  void aTaskOfSomebodyElsesImageIsExplainedToo() {
    SdkContainerTask<?, ?> task = new TrainImage();

    assertThat(Explanation.of(task).findings())
        .extracting(Finding::id, Finding::field)
        .contains(
            tuple("image-without-tag", "getImage()"),
            tuple("unknown-template", "getArgs()"),
            tuple("operator-overrides-variable", "getEnv().MASTER_ADDR"));
  }

  @Test
  void whatRunsAsNoJobIsRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Explanation.of(new Plain()))
        .withMessage(
            Plain.class.getName()
                + " is a task of type java-task, which runs as no job: explain one that trains"
                + " (pytorch, tensorflow)");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Explanation.of(new TrainElastic(Elastic.builder().build())));
  }

  @Test
  void findingsPointToTheLineThatBuiltTheJob() {
    TfJob job = TfJob.builder().worker(1).build();
    int line = new Throwable().getStackTrace()[0].getLineNumber() - 1;
    SourceLine here = new SourceLine(getClass().getName(), "ExplainedTaskTest.java", line);
    Explanation explanation = Explanation.of(new Train(job));

    assertThat(explanation.line()).contains(here);
    assertThat(explanation.findings()).extracting(Finding::line).containsOnly(here);
    assertThat(here.toString()).isEqualTo("ExplainedTaskTest.java:" + line);
    assertThat(here.path()).isEqualTo("org/flytekitplugins/jflyte/explain/ExplainedTaskTest.java");
  }

  @Test
  void everyKindOfJobKnowsItsLineAndIsEqualWhereverItIsBuilt() {
    Elastic elastic = elastic();
    Elastic again = elastic.toBuilder().build();
    assertThat(again).isEqualTo(elastic).hasToString(elastic.toString());
    assertThat(Explanation.of(new TrainElastic(elastic)).line().orElseThrow().number())
        .isNotEqualTo(Explanation.of(new TrainElastic(again)).line().orElseThrow().number());
    assertThat(new TrainImage().getDeclaredAt().getMethodName()).isEqualTo("<init>");
  }

  private static Elastic elastic() {
    return Elastic.builder()
        .nnodes("1:2")
        .worker(w -> w.restartPolicy(RestartPolicy.ON_FAILURE))
        .build();
  }
}
