package org.flytekitplugins.jflyte.execution.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a training prints. */
class LogPrefixTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void catchStreams() {
    System.setOut(new PrintStream(printed, true, UTF_8));
    System.setErr(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void giveStreamsBack() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void everyLineHasTheReplicasNameInFrontHoweverItIsWritten() {
    LogPrefix.install("worker-1", Map.of());

    System.out.print("a");
    System.out.print("b\n\nc\nd");
    System.out.write('e');
    System.out.write('\n');
    System.err.println("f");
    System.out.write("..g\n..".getBytes(UTF_8), 2, 2);

    assertThat(printed.toString(UTF_8))
        .isEqualTo(
            "[worker-1] ab\n[worker-1] \n[worker-1] c\n[worker-1] de\n[worker-1] f\n[worker-1] g\n");
  }

  @Test
  void aLogThatAProgramReadsIsLeftAlone() {
    LogPrefix.install("worker-1", Map.of(LogPrefix.VARIABLE, "false"));

    System.out.print("{}\n");
    System.err.print("{}\n");

    assertThat(printed.toString(UTF_8)).isEqualTo("{}\n{}\n");
  }
}
