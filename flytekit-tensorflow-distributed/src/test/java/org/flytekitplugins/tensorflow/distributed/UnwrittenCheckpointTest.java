package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.RecoverableException;
import org.flytekitplugins.spi.TaskStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnwrittenCheckpointTest {
  private static final TrainingContext ALONE = TrainingContext.of(Map.of());

  @TempDir Path folder;

  private final List<String> events = new ArrayList<>();
  private int writes;

  @Test
  void aTrainingGoesOnWithoutACheckpointOnItsWay() {
    // The second file of the second checkpoint; each has three.
    TaskStorage storage = failing(write -> write == 4, new IOException("503 SlowDown"));

    TrainingResult result = builder().build().run(ALONE, storage);

    assertThat(result.steps()).isEqualTo(100);
    assertThat(events)
        .filteredOn(event -> event.contains("checkpoint"))
        .containsExactly(
            "worker-0 goes on without the checkpoint of step 50, which is not written: cannot"
                + " write: 503 SlowDown");
    assertThat(SavedWeights.read(local())).containsExactlyEntriesOf(weightsWithoutFaults());
  }

  @Test
  void afterOneThatIsMissingTheNextIsWrittenInItsTurn() {
    TaskStorage storage = failing(write -> write == 3, new IOException("503 SlowDown"));

    assertThatThrownBy(() -> builder().listener(failingAt(80)).build().run(ALONE, storage))
        .hasMessage("struck by lightning");

    List<Long> reported = new ArrayList<>();
    builder().listener(progress -> reported.add(progress.step())).build().run(ALONE, local());
    assertThat(reported).first().isEqualTo(80L);
    assertThat(writes).isEqualTo(7);
  }

  @Test
  void storageThatTakesNoneAtAllIsSeenAtOnce() {
    TaskStorage storage = failing(write -> true, new IOException("403 AccessDenied"));

    assertThatThrownBy(() -> builder().build().run(ALONE, storage))
        .isInstanceOf(RecoverableException.class)
        .hasMessage("the checkpoint of step 25 is not written: cannot write: 403 AccessDenied");
  }

  @Test
  void theThirdThatIsMissingInARowIsOneTooMany() {
    TaskStorage storage = failing(write -> write >= 3, new IOException("403 ExpiredToken"));

    assertThatThrownBy(() -> builder().steps(1000).build().run(ALONE, storage))
        .isInstanceOf(RecoverableException.class)
        .hasMessage("the checkpoint of step 100 is not written: cannot write: 403 ExpiredToken");
  }

  @Test
  void withoutItsLastCheckpointATrainingFailsAndMayBeTriedAgain() {
    TaskStorage storage = failing(write -> write >= 9, new IOException("503 SlowDown"));

    assertThatThrownBy(() -> builder().build().run(ALONE, storage))
        .isInstanceOfSatisfying(
            RecoverableException.class,
            failure -> assertThat(failure.origin()).isEqualTo(RecoverableException.Origin.SYSTEM))
        .hasMessage("the last checkpoint, of step 100, is not written: cannot write: 503 SlowDown");
  }

  @Test
  void whoIsInterruptedWhileItWritesDoesNotGoOn() {
    TaskStorage storage = failing(write -> write == 3, new InterruptedIOException("told to end"));

    assertThatThrownBy(() -> builder().build().run(ALONE, storage))
        .hasMessage("the checkpoint of step 50 is not written: cannot write: told to end");
  }

  private DistributedTraining.Builder builder() {
    return Digits.builder().steps(100).checkpoints(c -> c.everySteps(25)).listener(listener());
  }

  private TrainingListener listener() {
    return new TrainingListener() {
      @Override
      public void onProgress(TrainingProgress progress) {}

      @Override
      public void onEvent(String event) {
        events.add(event);
      }
    };
  }

  private static TrainingListener failingAt(long step) {
    return progress -> {
      if (progress.step() >= step) {
        throw new IllegalStateException("struck by lightning");
      }
    };
  }

  private Map<String, List<Float>> weightsWithoutFaults() {
    TaskStorage storage = LocalFolderStorage.in(folder.resolve("without-faults"));
    builder().build().run(ALONE, storage);
    return SavedWeights.read(storage);
  }

  // Writes are counted from 0.
  private TaskStorage failing(IntPredicate fails, IOException failure) {
    return new FaultyCheckpoints(
        local(),
        name -> {
          if (fails.test(writes++)) {
            throw new UncheckedIOException("cannot write: " + failure.getMessage(), failure);
          }
        });
  }

  private TaskStorage local() {
    return LocalFolderStorage.in(folder.resolve("storage"));
  }
}
