package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.CheckpointFolder;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.tensorflow.distributed.internal.checkpoint.Checkpoint;
import org.flytekitplugins.tensorflow.distributed.internal.checkpoint.CheckpointRing;

class CheckpointRingTest {
  private Scratch scratch;
  private FailingFolder folder;

  @BeforeTry
  void makeFolder() {
    scratch = new Scratch();
    folder = new FailingFolder(LocalFolderStorage.in(scratch.folder().resolve("s")).checkpoints());
  }

  @AfterTry
  void deleteFolder() {
    scratch.close();
  }

  @Property(tries = 60)
  void aWriterThatDiesAtAnyPointLeavesTheOldCheckpointOrTheNewOne(
      @ForAll @IntRange(min = 1, max = 4) int keep,
      @ForAll @IntRange(max = 8) int before,
      @ForAll @IntRange(max = 3) int writesBeforeDeath) {
    for (int step = 1; step <= before; step++) {
      publish(step, keep);
    }
    folder.writesLeft = writesBeforeDeath;
    boolean died = false;
    try {
      publish(before + 1, keep);
    } catch (UncheckedIOException e) {
      died = true;
    }
    folder.writesLeft = Integer.MAX_VALUE;

    assertThat(died).isEqualTo(writesBeforeDeath < 3);
    int expected = died ? before : before + 1;
    assertThat(newestStep()).isEqualTo(expected);
    assertAllThatArePointedToAreIntact();
    // Whoever restarts goes on from what was found, and nothing is in the way.
    publish(expected + 1, keep);
    assertThat(newestStep()).isEqualTo(expected + 1);
  }

  @Example
  void theNewestStayAndNoMoreFilesAreUsedThanNeeded() {
    for (int step = 1; step <= 10; step++) {
      publish(step, 3);
    }

    assertThat(folder.names)
        .isEqualTo(
            Set.of(
                CheckpointRing.POINTER,
                "checkpoint-0.index",
                "checkpoint-0.data-00000-of-00001",
                "checkpoint-1.index",
                "checkpoint-1.data-00000-of-00001",
                "checkpoint-2.index",
                "checkpoint-2.data-00000-of-00001",
                "checkpoint-3.index",
                "checkpoint-3.data-00000-of-00001"));
  }

  @Example
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    publish(1, 3);
    publish(2, 3);
    Path damage = Files.writeString(scratch.folder().resolve("damage"), "damage");
    folder.write("checkpoint-1.index", damage);

    assertThat(newestStep()).isEqualTo(1);

    folder.write("checkpoint-0.index", damage);
    assertThatThrownBy(this::newestStep)
        .hasMessageContaining("the pointer checkpoints.txt in ")
        .hasMessageContaining("names checkpoints, but the files of none are as they were written");
  }

  @Example
  void anEmptyFolderHasNone() {
    assertThat(newestStep()).isZero();
  }

  @Property(tries = 100)
  void aLineOfThePointerSaysAllOfACheckpoint(
      @ForAll @IntRange(max = 9) int slot,
      @ForAll @LongRange(max = Long.MAX_VALUE) long step,
      @ForAll Checkpoint.End end,
      @ForAll Map<@IntRange(max = 99) Integer, @LongRange(max = 1000) Long> steps) {
    Checkpoint checkpoint =
        Checkpoint.create(
            slot,
            step,
            end,
            Map.of(".index", "ab", ".data-00000-of-00001", "cd"),
            steps.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        entry -> Replica.parse("worker-" + entry.getKey()), Map.Entry::getValue)));

    assertThat(Checkpoint.ofLine(checkpoint.toLine())).isEqualTo(checkpoint);
  }

  @Example
  void aPointerOfAnotherFormIsQuoted() {
    assertThatThrownBy(() -> Checkpoint.ofLine("model_checkpoint_path: \"a\""))
        .hasMessage(
            "the checkpoint pointer has the line \"model_checkpoint_path: \"a\"\", which is not of"
                + " our form");
  }

  private void assertAllThatArePointedToAreIntact() {
    Path copy = scratch.folder().resolve("copy");
    if (folder.read(CheckpointRing.POINTER, copy)) {
      for (Checkpoint checkpoint : lines(copy)) {
        for (String suffix : CheckpointRing.SUFFIXES) {
          assertThat(folder.read("checkpoint-" + checkpoint.slot() + suffix, copy)).isTrue();
          assertThat(copy).hasContent("step " + checkpoint.step() + suffix);
        }
      }
    }
  }

  private static List<Checkpoint> lines(Path pointer) {
    try {
      return Files.readAllLines(pointer).stream()
          .map(Checkpoint::ofLine)
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void publish(long step, int keep) {
    Path prefix = scratch.folder().resolve("saved");
    try {
      for (String suffix : CheckpointRing.SUFFIXES) {
        Files.writeString(CheckpointRing.file(prefix, suffix), "step " + step + suffix);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ring()
        .publish(prefix, step, Checkpoint.End.NONE, Map.of(Replica.parse("worker-0"), step), keep);
  }

  private CheckpointRing ring() {
    return new CheckpointRing(folder, scratch.folder());
  }

  /** The step that the newest checkpoint claims, after a look into its files; 0 for none. */
  private long newestStep() {
    Path prefix = scratch.folder().resolve("fetched");
    Checkpoint newest = ring().fetchNewest(prefix).orElse(null);
    if (newest == null) {
      return 0;
    }
    for (String suffix : CheckpointRing.SUFFIXES) {
      assertThat(CheckpointRing.file(prefix, suffix)).hasContent("step " + newest.step() + suffix);
    }
    return newest.step();
  }

  /** A real folder whose writer dies after so many writes. */
  private static final class FailingFolder implements CheckpointFolder {
    private final CheckpointFolder folder;
    private final Set<String> names = new TreeSet<>();
    private int writesLeft = Integer.MAX_VALUE;

    FailingFolder(CheckpointFolder folder) {
      this.folder = folder;
    }

    @Override
    public URI uri() {
      return folder.uri();
    }

    @Override
    public void write(String name, Path file) {
      if (writesLeft-- <= 0) {
        throw new UncheckedIOException(new IOException("died"));
      }
      names.add(name);
      folder.write(name, file);
    }

    @Override
    public boolean read(String name, Path target) {
      return folder.read(name, target);
    }
  }
}
