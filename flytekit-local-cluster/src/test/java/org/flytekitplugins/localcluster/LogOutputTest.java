package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogOutputTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<LogOutput> outputs = new ArrayList<>();
  private final PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);

  @Test
  void aLineStandsAfterItsReplica() {
    opened(LogOutput.plain(stream)).line("worker-1", "step 200");

    assertThat(written()).isEqualTo("worker-1 | step 200\n");
  }

  @Test
  void aReplicaKeepsItsColour() {
    LogOutput output = opened(LogOutput.coloured(stream));

    output.line("chief-0", "one");
    output.line("worker-1", "two");
    output.line("chief-0", "three");

    assertThat(written())
        .isEqualTo(
            """
            \u001b[36mchief-0 |\u001b[0m one
            \u001b[33mworker-1 |\u001b[0m two
            \u001b[36mchief-0 |\u001b[0m three
            """);
  }

  @Test
  void theStandardOutputOfATestIsNoTerminal() {
    PrintStream standard = System.out;
    try {
      System.setOut(stream);
      opened(LogOutput.standard()).line("worker-1", "step 200");
    } finally {
      System.setOut(standard);
    }

    assertThat(written()).isEqualTo("worker-1 | step 200\n");
  }

  @Test
  void nothingIsWrittenNowhere() {
    opened(LogOutput.none()).line("worker-1", "step 200");

    assertThat(written()).isEmpty();
  }

  @Test
  void linesOfSeveralReplicasDoNotMix() {
    LogOutput output = opened(LogOutput.plain(stream));
    String text = "x".repeat(200);

    IntStream.range(0, 2000).parallel().forEach(i -> output.line("worker-" + i % 7, text));

    assertThat(written().lines()).hasSize(2000).allMatch(l -> l.matches("worker-[0-6] \\| x{200}"));
  }

  private LogOutput opened(LogOutput output) {
    outputs.add(output);
    return output;
  }

  private String written() {
    outputs.forEach(LogOutput::drain);
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
