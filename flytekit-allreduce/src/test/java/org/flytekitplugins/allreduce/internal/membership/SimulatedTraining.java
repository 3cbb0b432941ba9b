package org.flytekitplugins.allreduce.internal.membership;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A training whose numbers depend on everything that ever happened to it, and that remembers who
 * did which step, so that it can be done again to see whether the bits are right.
 */
final class SimulatedTraining {
  static final int MOST_STEPS = 60;
  private static final int WEIGHTS = 11;

  private final float[] weights = new float[WEIGHTS];
  private final float[] momentum = new float[WEIGHTS];
  private final long[] epochs = new long[MOST_STEPS];
  private final long[] members = new long[MOST_STEPS];
  private int step;

  static SimulatedTraining initial() {
    SimulatedTraining training = new SimulatedTraining();
    for (int i = 0; i < WEIGHTS; i++) {
      training.weights[i] = noise(-1, -1, i);
    }
    return training;
  }

  static SimulatedTraining none() {
    SimulatedTraining none = new SimulatedTraining();
    none.step = -1;
    return none;
  }

  int step() {
    return step;
  }

  // Any function that no two calls give the same for.
  private static float noise(int rank, int step, int i) {
    long bits = (rank * 31L + step) * 1_000_003L + i;
    bits *= 0x9E3779B97F4A7C15L;
    bits ^= bits >>> 29;
    return (bits & 0xFFFF) / 65536f - 0.5f;
  }

  /** The gradient of the next step, over the examples of a replica, as sums, and their count. */
  float[] gradient(int rank) {
    float[] gradient = new float[WEIGHTS + 1];
    int examples = 8 + rank;
    for (int i = 0; i < WEIGHTS; i++) {
      gradient[i] = examples * (noise(rank, step, i) + 0.05f * weights[i]);
    }
    gradient[WEIGHTS] = examples;
    return gradient;
  }

  void update(float[] sums, long epoch, BitSet by) {
    for (int i = 0; i < WEIGHTS; i++) {
      momentum[i] = 0.9f * momentum[i] + sums[i] / sums[WEIGHTS];
      weights[i] -= 0.1f * momentum[i];
    }
    epochs[step] = epoch;
    members[step] = by.toLongArray()[0];
    step++;
  }

  /** What it must be, from who is said to have done which step. */
  SimulatedTraining doneAgain() {
    SimulatedTraining again = initial();
    for (int done = 0; done < step; done++) {
      BitSet by = BitSet.valueOf(new long[] {members[done]});
      float[] sums = new float[WEIGHTS + 1];
      int first = by.nextSetBit(0);
      for (int rank = first; rank >= 0; rank = by.nextSetBit(rank + 1)) {
        float[] each = again.gradient(rank);
        for (int i = 0; i < sums.length; i++) {
          sums[i] = rank == first ? each[i] : sums[i] + each[i];
        }
      }
      again.update(sums, epochs[done], by);
    }
    return again;
  }

  static ByteBuffer room() {
    return ByteBuffer.allocate(4 + 8 * WEIGHTS + 16 * MOST_STEPS);
  }

  ByteBuffer toBytes() {
    ByteBuffer bytes = room();
    bytes.putInt(step);
    for (int i = 0; i < WEIGHTS; i++) {
      bytes.putFloat(weights[i]).putFloat(momentum[i]);
    }
    for (int i = 0; i < MOST_STEPS; i++) {
      bytes.putLong(epochs[i]).putLong(members[i]);
    }
    return bytes.flip();
  }

  static SimulatedTraining of(ByteBuffer said) {
    ByteBuffer bytes = said.duplicate().rewind();
    SimulatedTraining training = new SimulatedTraining();
    training.step = bytes.getInt();
    for (int i = 0; i < WEIGHTS; i++) {
      training.weights[i] = bytes.getFloat();
      training.momentum[i] = bytes.getFloat();
    }
    for (int i = 0; i < MOST_STEPS; i++) {
      training.epochs[i] = bytes.getLong();
      training.members[i] = bytes.getLong();
    }
    return training;
  }

  SimulatedTraining copy() {
    return of(toBytes());
  }

  /** The members of a step, as bits. */
  long membersOf(int ofStep) {
    return members[ofStep];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimulatedTraining training && toBytes().equals(training.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return "step " + step + " " + Arrays.toString(weights) + " by " + Arrays.toString(members);
  }
}
