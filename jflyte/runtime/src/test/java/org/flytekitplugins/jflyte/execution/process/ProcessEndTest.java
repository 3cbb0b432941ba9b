package org.flytekitplugins.jflyte.execution.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound on the end of a process. */
class ProcessEndTest {
  /** Wishes to be halted after some milliseconds, with some exit code, and then never ends. */
  static final class Wishes {
    private Wishes() {}

    public static void main(String[] args) {
      for (int i = 0; i < args.length; i += 2) {
        ProcessEnd.haltAfter(
            Duration.ofMillis(Long.parseLong(args[i])), Integer.parseInt(args[i + 1]));
      }
      Pause.forEver();
    }
  }

  /** Says in a shutdown hook whether the end is under way. */
  static final class Asks {
    private Asks() {}

    public static void main(String[] args) {
      System.out.println("before " + ProcessEnd.isUnderWay());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> System.out.println("in a hook " + ProcessEnd.isUnderWay())));
      if (args[0].equals("ours")) {
        ProcessEnd.exit(0);
      }
      System.exit(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"600000 1 50 9, 9", "50 9 600000 1, 9", "50 9, 9"})
  void isTheEarliestThatIsWishedFor(String wishes, int exitCode) throws Exception {
    assertThat(ChildJvm.run(Wishes.class, wishes.split(" ", -1)).exitCode()).isEqualTo(exitCode);
  }

  @Test
  void isUnderWayInHooksUnlessItIsOurs() throws Exception {
    assertThat(ChildJvm.run(Asks.class, "another's").log().lines())
        .containsExactly("before false", "in a hook true");
    assertThat(ChildJvm.run(Asks.class, "ours").log().lines())
        .containsExactly("before false", "in a hook false");
  }
}
