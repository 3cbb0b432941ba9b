package org.flytekitplugins.allreduce;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * A replica as a process of its own, that trains numbers. Says on standard output which step was
 * done with whom, and in the end what has become of the numbers.
 */
final class ElasticReplica {
  private static final int NUMBERS = 8;

  private ElasticReplica() {}

  /**
   * Arguments: its name, steps, minReplicas, milliseconds of silence, and the names and addresses
   * of all.
   */
  public static void main(String[] arguments) throws InterruptedException {
    AllReduceBuilder builder =
        AllReduce.builder()
            .job("a job")
            .self(arguments[0])
            .silence(Duration.ofMillis(Long.parseLong(arguments[3])))
            .startUp(Duration.ofSeconds(20))
            .minReplicas(Integer.parseInt(arguments[2]));
    for (int i = 4; i < arguments.length; i += 2) {
      builder.replica(arguments[i], arguments[i + 1]);
    }
    long steps = Long.parseLong(arguments[1]);
    float[] numbers = new float[NUMBERS];
    long step = arguments[0].equals(arguments[4]) ? 0 : -1;
    try (ElasticAllReduce job = builder.connectElastic()) {
      boolean isDone = false;
      while (!isDone) {
        try (Generation members = job.next(step)) {
          numbers = shared(members, numbers);
          step = members.step();
          while (step < steps && !members.isOver()) {
            step(members, numbers, arguments[0].hashCode(), step);
            step++;
            say("step " + step + " with " + members.replicas());
          }
          if (step == steps) {
            members.barrier();
            isDone = true;
          }
        } catch (PeerLostException e) {
          say("lost " + e.peers() + ": " + e.getMessage());
        }
      }
    }
    say("end " + Arrays.toString(numbers));
  }

  private static void step(Generation members, float[] numbers, int seed, long step)
      throws InterruptedException {
    Thread.sleep(5);
    float[] gradient = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      gradient[i] = (seed * (step + i) % 1000) / 1000f + 0.1f * numbers[i];
    }
    members.sum(gradient);
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] -= 0.1f * gradient[i];
    }
  }

  private static float[] shared(Generation members, float[] numbers) {
    ByteBuffer state = ByteBuffer.allocate(NUMBERS * Float.BYTES);
    state.asFloatBuffer().put(numbers);
    members.share(state);
    float[] next = numbers.clone();
    if (members.takesState()) {
      state.asFloatBuffer().get(next);
      members.taken();
    }
    return next;
  }

  private static void say(String what) {
    System.out.println(what);
    System.out.flush();
  }
}
