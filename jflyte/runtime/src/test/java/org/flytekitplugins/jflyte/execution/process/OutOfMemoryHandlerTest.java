package org.flytekitplugins.jflyte.execution.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A thread of the task's that ends with an error, in a process of its own. */
class OutOfMemoryHandlerTest {
  /** Installs the handler and lets a thread fail; its arguments say what it meets. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws InterruptedException {
      OutOfMemoryHandler.install(
          new ReplicaConsole(System.err, "worker-0"),
          failure -> {
            if (args[1].equals("still none")) {
              throw new OutOfMemoryError("again");
            }
            return Integer.parseInt(args[1]);
          });
      Thread thread =
          new Thread(
              () -> {
                if (args[0].equals("memory")) {
                  throw new OutOfMemoryError("Java heap space");
                }
                throw new IllegalStateException("lost");
              },
              "reader");
      thread.start();
      thread.join();
      System.exit(42);
    }
  }

  @ParameterizedTest
  @CsvSource({"memory, 7, 7", "memory, still none, 3", "a reader, 7, 42"})
  void endsTheProcess(String lost, String report, int exitCode) throws Exception {
    assertThat(ChildJvm.run(Victim.class, lost, report).exitCode()).isEqualTo(exitCode);
  }

  @Test
  void saysWhichOtherThreadHasEnded() throws Exception {
    assertThat(ChildJvm.run(Victim.class, "a reader", "7").log())
        .startsWith("[jflyte worker-0] thread reader has ended")
        .contains("java.lang.IllegalStateException: lost");
  }
}
