package org.flytekitplugins.allreduce.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Replicas over a network that is as slow, and cuts as finely, as a seed says. */
class ExchangeTest {
  @Property(tries = 150)
  void sumsAreThoseInTheOrderOfRanksBitForBitHoweverBytesTravel(
      @ForAll @IntRange(min = 2, max = 6) int replicas,
      @ForAll @IntRange(min = 0, max = 200) int values,
      @ForAll @IntRange(min = 1, max = 40) int chunk,
      @ForAll boolean isWhole,
      @ForAll boolean isOnHeap,
      @ForAll long seed)
      throws LaneException {
    SimulatedNetwork network =
        new SimulatedNetwork(
            replicas, new ExchangeSizes(chunk * Float.BYTES, isWhole ? 1 << 20 : 0), 300, seed);
    Random random = new Random(seed);
    for (int step = 0; step < 3; step++) {
      float[][] own = new float[replicas][values];
      for (float[] each : own) {
        for (int i = 0; i < values; i++) {
          each[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
        }
      }
      float[] expected = inOrderOfRanks(own);
      List<FloatBuffer> buffers = new ArrayList<>();
      List<Operation> operations = new ArrayList<>();
      for (int i = 0; i < replicas; i++) {
        buffers.add(isOnHeap ? FloatBuffer.wrap(own[i]) : direct(own[i]));
        operations.add(network.exchange(i).sum(buffers.get(i), false));
      }
      network.run(operations);

      for (FloatBuffer each : buffers) {
        float[] sums = new float[values];
        each.get(sums);
        assertThat(bits(sums)).isEqualTo(bits(expected));
      }
    }
  }

  private static FloatBuffer direct(float[] values) {
    FloatBuffer direct =
        ByteBuffer.allocateDirect(values.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return direct.put(values).rewind();
  }

  private static float[] inOrderOfRanks(float[][] values) {
    float[] sum = values[0].clone();
    for (int rank = 1; rank < values.length; rank++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[rank][i];
      }
    }
    return sum;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Property(tries = 60)
  void whatOneBroadcastsAllHave(
      @ForAll @IntRange(min = 2, max = 5) int replicas,
      @ForAll byte[] bytes,
      @ForAll @IntRange(min = 0, max = 4) int source,
      @ForAll long seed)
      throws LaneException {
    SimulatedNetwork network = new SimulatedNetwork(replicas, new ExchangeSizes(16, 0), 100, seed);
    int from = source % replicas;
    List<byte[]> all = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      all.add(i == from ? bytes.clone() : new byte[bytes.length]);
      operations.add(
          network.exchange(i).broadcast(ByteBuffer.wrap(all.get(i)), from, everybody(replicas)));
    }
    network.run(operations);

    assertThat(all).allSatisfy(each -> assertThat(each).isEqualTo(bytes));
  }

  private static BitSet everybody(int replicas) {
    BitSet everybody = new BitSet();
    everybody.set(0, replicas);
    return everybody;
  }

  @Test
  void whatIsForSomeOnlyTheOthersNeverSee() throws LaneException {
    SimulatedNetwork network = new SimulatedNetwork(4, new ExchangeSizes(16, 0), 100, 7);
    BitSet takers = new BitSet();
    takers.set(1);
    takers.set(3);
    List<byte[]> all = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(new byte[] {(byte) i, (byte) i});
      operations.add(network.exchange(i).broadcast(ByteBuffer.wrap(all.get(i)), 2, takers));
    }
    network.run(operations);

    assertThat(all)
        .containsExactly(
            new byte[] {0, 0}, new byte[] {2, 2}, new byte[] {2, 2}, new byte[] {2, 2});
  }

  @Property(tries = 40)
  void allKnowFromTheFirstReplicaThatAnExchangeIsTheirLast(
      @ForAll @IntRange(min = 2, max = 5) int replicas,
      @ForAll boolean isWhole,
      @ForAll boolean isLast,
      @ForAll long seed)
      throws LaneException {
    SimulatedNetwork network =
        new SimulatedNetwork(replicas, new ExchangeSizes(16, isWhole ? 1 << 20 : 0), 100, seed);
    for (boolean each : new boolean[] {false, isLast, false}) {
      List<Operation> operations = new ArrayList<>();
      for (int i = 0; i < replicas; i++) {
        operations.add(
            network.exchange(i).sum(FloatBuffer.wrap(new float[replicas]), i == 0 && each));
      }
      network.run(operations);
      for (int i = 0; i < replicas; i++) {
        assertThat(network.exchange(i).isLast()).isEqualTo(each);
      }
    }
  }

  @Test
  void nobodyElseMaySaySo() {
    SimulatedNetwork network = new SimulatedNetwork(2, new ExchangeSizes(16, 0), 100, 7);
    List<Operation> operations =
        List.of(
            network.exchange(0).sum(FloatBuffer.wrap(new float[3]), false),
            network.exchange(1).sum(FloatBuffer.wrap(new float[3]), true));

    assertThatThrownBy(() -> network.run(operations))
        .isInstanceOf(LaneException.class)
        .hasMessage("it sends what is no frame of an exchange");
  }

  @Test
  void onlyTheValuesBetweenPositionAndLimitAreSummed() throws LaneException {
    SimulatedNetwork network = new SimulatedNetwork(3, new ExchangeSizes(8, 0), 100, 7);
    List<float[]> all = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(new float[] {9, 1, 2, 3, 4, 5, 6, 7, 9});
      operations.add(network.exchange(i).sum(FloatBuffer.wrap(all.get(i), 1, 7), false));
    }
    network.run(operations);

    assertThat(all)
        .allSatisfy(each -> assertThat(each).containsExactly(9, 3, 6, 9, 12, 15, 18, 21, 9));
  }

  @Test
  void whoeverExchangesSomethingElseIsRefused() {
    SimulatedNetwork network = new SimulatedNetwork(2, new ExchangeSizes(16, 0), 100, 7);
    List<Operation> operations =
        List.of(
            network.exchange(0).sum(FloatBuffer.wrap(new float[3]), false),
            network.exchange(1).sum(FloatBuffer.wrap(new float[4]), false));

    assertThatThrownBy(() -> network.run(operations))
        .isInstanceOfSatisfying(LaneException.class, e -> assertThat(e.isRefused()).isTrue())
        .hasMessageMatching(
            "it exchanges (12|16) bytes where this replica exchanges (12|16): all must exchange"
                + " equally many");
  }
}
