package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.report.ProgressTail;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.TrainingParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class SingleTrainingTest {
  private static final TrainingContext ALONE = TrainingContext.of(Map.of());

  @TempDir Path folder;

  @Test
  void aProcessTrainsAlone() {
    TrainingResult result = run("a", Digits.builder().steps(600));

    assertThat(result.strategy()).isEqualTo(Strategy.SINGLE);
    assertThat(result.steps()).isEqualTo(600);
    assertThat(result.stepsPerReplica()).containsExactly(entry(Replica.parse("worker-0"), 600L));
    assertThat(result.evaluation()).containsOnlyKeys("loss", "accuracy");
    assertThat(result.evaluation().get("accuracy")).isGreaterThan(0.94);
    assertThat(result.history()).hasSize(60);
    assertThat(result.loss()).isLessThan(result.history().get(0).loss() / 2);
  }

  @Test
  void theExportedModelPredictsWhatTheTrainedOneDid() {
    TrainingResult result =
        run("a", Digits.builder().steps(300).savedModelFolder(folder.resolve("model")));

    assertThat(result.savedModel()).contains(folder.resolve("model"));
    try (SavedModelBundle model = SavedModelBundle.load(folder.resolve("model").toString());
        Batch batch = Digits.heldOut().inOrder(1000).iterator().next();
        Result predicted =
            model.function(Signature.DEFAULT_KEY).call(Map.of("pixels", batch.require("pixels")))) {
      TInt64 digits = (TInt64) predicted.get("digit").orElseThrow();
      TInt64 labels = (TInt64) batch.require("digit");
      long right = 0;
      for (int row = 0; row < batch.size(); row++) {
        right += digits.getLong(row) == labels.getLong(row) ? 1 : 0;
      }
      assertThat((double) right / batch.size())
          .isCloseTo(
              result.evaluation().get("accuracy"), org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void equalSeedsGiveEqualWeights() {
    assertThat(weights("a", 7)).containsExactlyEntriesOf(weights("b", 7));
    assertThat(weights("c", 8).get("hidden_kernel"))
        .isNotEqualTo(weights("a", 7).get("hidden_kernel"));
  }

  private Map<String, List<Float>> weights(String name, long seed) {
    run(name, Digits.builder().steps(50).seed(seed));
    return SavedWeights.read(LocalFolderStorage.in(folder.resolve(name)));
  }

  @Test
  void aRestartGoesOnWhereTheLastCheckpointWas() {
    List<Long> reported = new ArrayList<>();
    DistributedTraining.Builder builder =
        Digits.builder().steps(100).checkpoints(c -> c.everySteps(25));
    run("uninterrupted", builder);

    try {
      run("restarted", builder.listener(failingAt(60)));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("struck by lightning");
    }
    run("restarted", builder.listener(progress -> reported.add(progress.step())));

    assertThat(reported).first().isEqualTo(60L);
    assertThat(SavedWeights.read(LocalFolderStorage.in(folder.resolve("restarted"))))
        .containsExactlyEntriesOf(
            SavedWeights.read(LocalFolderStorage.in(folder.resolve("uninterrupted"))));
  }

  @Test
  void itTellsWhatItWasGiven() {
    Map<String, String> parameters = new HashMap<>();
    TrainingParameters.Installation installed = TrainingParameters.install(parameters::put);
    try {
      run("a", Digits.builder().steps(1).seed(7));
    } finally {
      installed.close();
    }

    assertThat(parameters)
        .containsEntry("training.strategy", "SINGLE")
        .containsEntry("training.steps", "1")
        .containsEntry("training.seed", "7")
        .containsEntry("training.optimizer", "Momentum")
        .hasSize(4);
  }

  @Test
  void itTellsOfItsCheckpoints() throws IOException {
    Path progress = folder.resolve("progress");
    System.setProperty(ProgressLog.PROPERTY, progress.toString());
    try {
      run("a", Digits.builder().steps(60).checkpoints(c -> c.everySteps(25)));
    } finally {
      System.clearProperty(ProgressLog.PROPERTY);
    }

    List<Progress> told = new ArrayList<>();
    new ProgressTail(progress, told::add, complaint -> {}).poll();
    assertThat(told)
        .filteredOn(Progress::isCheckpoint)
        .extracting(Progress::step)
        .containsExactly(25L, 50L, 60L);
  }

  @Test
  void anotherAttemptResumesFromTheOneBefore() {
    DistributedTraining.Builder builder =
        Digits.builder().steps(100).checkpoints(c -> c.everySteps(25));
    try {
      run("first", builder.listener(failingAt(60)));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("struck by lightning");
    }
    List<Long> reported = new ArrayList<>();
    TrainingResult result =
        builder
            .listener(progress -> reported.add(progress.step()))
            .build()
            .run(ALONE, LocalFolderStorage.in(folder.resolve("second"), folder.resolve("first")));

    assertThat(reported).first().isEqualTo(60L);
    assertThat(result.steps()).isEqualTo(100);
  }

  @Test
  void aTrainingThatWasDoneIsNotDoneAgain() {
    TrainingResult first = run("a", Digits.builder().steps(50));
    TrainingResult second =
        Digits.builder()
            .steps(50)
            .build()
            .run(ALONE, LocalFolderStorage.in(folder.resolve("b"), folder.resolve("a")));

    assertThat(second.history()).isEmpty();
    assertThat(second.evaluation()).isEqualTo(first.evaluation());
    assertThat(second.stepsPerReplica()).isEqualTo(first.stepsPerReplica());
  }

  @Test
  void aCheckpointOfAnotherModelIsRefused() {
    run("a", Digits.builder().steps(20));

    assertThatThrownBy(() -> run("a", Digits.builder().optimizer(Optimizer.adam(0.01f)).steps(40)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "the checkpoint of step 20 is not of this model \\(.*_adam_.* not found in"
                + " checkpoint.*\\): give the model back its variables and optimizer, or start"
                + " without the checkpoint");
    Model other =
        graph -> {
          Operand<TFloat32> x = graph.feature("pixels", TFloat32.class, Shape.of(64));
          graph.label("digit", TInt64.class, Shape.scalar());
          Operand<TFloat32> w =
              graph.variable("hidden_kernel", Shape.of(64, 3), Initializer.zeros());
          Operand<TFloat32> y = graph.ops().linalg.matMul(x, w);
          graph.loss(graph.ops().math.mean(y, graph.ops().array(0, 1)));
          graph.prediction("y", y);
        };
    assertThatThrownBy(() -> run("a", Digits.builder().model(other).steps(40)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the checkpoint of step 20 is not of this model (");
  }

  private static TrainingListener failingAt(long step) {
    return progress -> {
      if (progress.step() == step) {
        throw new IllegalStateException("struck by lightning");
      }
    };
  }

  private TrainingResult run(String storage, DistributedTraining.Builder training) {
    return training.build().run(ALONE, LocalFolderStorage.in(folder.resolve(storage)));
  }
}
