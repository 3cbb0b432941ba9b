package org.flytekitplugins.allreduce;

/**
 * A replica as a process of its own, that sums until it is ended. Says a point when it has begun.
 */
final class SummingReplica {
  private SummingReplica() {}

  /** Arguments: its name, and the names and addresses of all. */
  public static void main(String[] arguments) {
    AllReduceBuilder builder = AllReduce.builder().job("a job").self(arguments[0]);
    for (int i = 1; i < arguments.length; i += 2) {
      builder.replica(arguments[i], arguments[i + 1]);
    }
    try (AllReduce replica = builder.connect()) {
      for (long step = 0; true; step++) {
        replica.sum(new float[2400]);
        if (step == 100) {
          System.out.print('.');
          System.out.flush();
        }
      }
    }
  }
}
