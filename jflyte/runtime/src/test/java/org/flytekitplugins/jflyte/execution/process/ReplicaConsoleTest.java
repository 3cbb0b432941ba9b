package org.flytekitplugins.jflyte.execution.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;

/** jflyte's own lines in a pod's log. */
class ReplicaConsoleTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private ReplicaConsole console(String who) {
    return new ReplicaConsole(new PrintStream(said, false, UTF_8), who);
  }

  @Test
  void everyLineHasTheNameInFront() {
    console("worker-1").say("one\n\ntwo");

    assertThat(said.toString(UTF_8))
        .isEqualTo("[jflyte worker-1] one\n[jflyte worker-1] \n[jflyte worker-1] two\n");
  }

  @Test
  void aPlainTaskHasNoName() {
    console("").say("one");

    assertThat(said.toString(UTF_8)).isEqualTo("[jflyte] one\n");
  }

  @Test
  void theReasonIsUnderWhatFailed() {
    console("worker-1").say("task t failed", new JflyteException("Do that."));

    assertThat(said.toString(UTF_8))
        .isEqualTo("[jflyte worker-1] task t failed\n[jflyte worker-1] Do that.\n");
  }

  @Test
  void linesOfOthersDoNotComeBetween() {
    List<String> pieces = new ArrayList<>();
    PrintStream out =
        new PrintStream(said, false, UTF_8) {
          @Override
          public void print(Object piece) {
            pieces.add(String.valueOf(piece));
          }
        };

    new ReplicaConsole(out, "ps-0").say("one\ntwo");

    assertThat(pieces).containsExactly("[jflyte ps-0] one\n[jflyte ps-0] two\n");
  }
}
