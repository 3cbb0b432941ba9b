package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class DataTest {
  @Test
  void eachShardGetsItsExamplesOnceInEachPass() {
    List<Long> seen = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      seen.addAll(take(numbers(0, 12).batches(2).open(Shard.of(index, 3, 5, 0)), 2));
    }

    assertThat(seen).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
  }

  @Test
  void eachPassHasAnotherOrderAndEachSeedToo() {
    Iterator<Batch> batches = numbers(0, 50).batches(50).open(Shard.of(0, 1, 5, 0));
    List<Long> first = take(batches, 1);

    assertThat(take(batches, 1)).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
    assertThat(take(numbers(0, 50).batches(50).open(Shard.of(0, 1, 5, 0)), 1)).isEqualTo(first);
    assertThat(take(numbers(0, 50).batches(50).open(Shard.of(0, 1, 6, 0)), 1)).isNotEqualTo(first);
  }

  @Test
  void whoStartsAgainGoesOnWhereItWas() {
    BatchSource source = numbers(0, 10).batches(3);
    List<Long> whole = take(source.open(Shard.of(0, 1, 5, 0)), 8);

    assertThat(take(source.open(Shard.of(0, 1, 5, 5)), 3)).isEqualTo(whole.subList(15, 24));
  }

  @Test
  void inOrderGivesEachExampleOnceAndASmallerBatchLast() {
    List<List<Long>> batches = new ArrayList<>();
    for (Batch batch : numbers(0, 5).inOrder(2)) {
      batches.add(take(List.of(batch).iterator(), 1));
    }

    assertThat(batches).containsExactly(List.of(0L, 1L), List.of(2L, 3L), List.of(4L));
  }

  @Test
  void filesAreSharedOutAndReadOneAfterTheOther() {
    List<Path> files = List.of(Path.of("0"), Path.of("10"), Path.of("20"), Path.of("30"));
    List<Path> read = new ArrayList<>();
    Function<Path, Examples> reader =
        file -> {
          read.add(file);
          return numbers(Integer.parseInt(file.toString()), 5);
        };
    Iterator<Batch> batches = FileBatches.of(files, reader, 2).open(Shard.of(1, 2, 5, 0));

    assertThat(take(batches, 4))
        .hasSize(8)
        .allMatch(n -> (n >= 10 && n < 15) || (n >= 30 && n < 35));
    assertThat(read).containsExactlyInAnyOrder(Path.of("10"), Path.of("30"));
    take(batches, 4);
    assertThat(read).hasSize(4);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsName() {
    assertRefused(
        () -> Examples.builder().floats("x", Shape.of(3), new float[7]),
        "column x is \"7 values\", but an example has 3: give as many for each example");
    assertRefused(
        () ->
            Examples.builder()
                .floats("x", Shape.of(2), new float[4])
                .longs("y", Shape.scalar(), new long[3])
                .build(),
        "column y is \"3 examples\", but the first column has 2: give all columns the same number"
            + " of examples");
    assertRefused(
        () -> numbers(0, 7).batches(4).open(Shard.of(1, 2, 0, 0)),
        "batchSize is 4, but shard 1 of 2 has 3 examples: ask for smaller batches or give more"
            + " examples");
    assertRefused(
        () ->
            FileBatches.of(List.of(Path.of("a")), f -> numbers(0, 1), 1).open(Shard.of(1, 2, 0, 0)),
        "files is 1, but there are 2 replicas that train: split the data into at least as many"
            + " files");
    assertRefused(
        () ->
            FileBatches.of(List.of(Path.of("a")), f -> numbers(0, 1), 2)
                .open(Shard.of(0, 1, 0, 0))
                .next(),
        "file a.batchSize is 2, but shard 0 of 1 has 1 examples: ask for smaller batches or give"
            + " more examples");
    assertRefused(
        () -> Shard.of(2, 2, 0, 0), "shard.index is 2, but there are 2 shards: use 0 to 1");
  }

  @Test
  void aBatchHasAsManyExamplesInEachTensor() {
    try (TFloat32 three = TFloat32.tensorOf(Shape.of(3, 2));
        TInt64 two = TInt64.vectorOf(1, 2)) {
      assertRefused(
          () -> Batch.of(new java.util.TreeMap<>(Map.of("a", three, "b", two))),
          "batch.b is [2], but the other tensors have 3 examples: give all tensors the same first"
              + " dimension, 1 or more");
      assertRefused(
          () -> Batch.of(Map.of("a", three)).require("c"),
          "batch is [a], but the model also has the input c: add a tensor of that name to each"
              + " batch");
    }
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidFieldException.class).hasMessage(message);
  }

  private static Examples numbers(int from, int count) {
    return Examples.builder()
        .longs("n", Shape.scalar(), LongStream.range(from, from + count).toArray())
        .build();
  }

  private static List<Long> take(Iterator<Batch> batches, int count) {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (Batch batch = batches.next()) {
        TInt64 numbers = (TInt64) batch.require("n");
        for (long row = 0; row < batch.size(); row++) {
          taken.add(numbers.getLong(row));
        }
      }
    }
    return taken;
  }
}
