package org.flytekitplugins.jflyte.execution.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was printed last. */
class LogTailTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final LogTail tail = new LogTail(StandardCharsets.UTF_8);

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tail.remember(bytes, 0, bytes.length);
  }

  @Test
  void isThatOfBothStreamsWhichGoOnToWhereTheyWent() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    LogTail installed = LogTail.install(StandardCharsets.UTF_8);

    System.out.println("step 1");
    System.err.print("los");
    System.err.println("t ✗");
    System.out.write('x');
    System.out.flush();

    assertThat(installed.lines()).containsExactly("step 1", "lost ✗", "x");
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("step 1\nlost ✗\nx");
  }

  @Test
  void isReadAsItWasWritten() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    LogTail installed = LogTail.install(StandardCharsets.ISO_8859_1);

    System.out.println("größer");

    assertThat(installed.lines()).containsExactly("größer");
    assertThat(printed.toString(StandardCharsets.ISO_8859_1)).isEqualTo("größer\n");
  }

  @Test
  void isFortyLinesAtMost() {
    assertThat(tail.lines()).isEmpty();
    for (int line = 1; line <= 1000; line++) {
      print("line " + line + "\n");
    }
    assertThat(tail.lines())
        .isEqualTo(IntStream.rangeClosed(961, 1000).mapToObj(line -> "line " + line).toList());
  }

  @Test
  void isSomeKilobytesAtMostOfWhateverIsPrintedAtOnce() {
    print("a".repeat(6000) + "\n");
    print("b".repeat(6000));
    assertThat(tail.lines()).isEqualTo(List.of("a".repeat(2191), "b".repeat(6000)));

    print("c".repeat(10_000) + "\nend\n");
    assertThat(tail.lines()).isEqualTo(List.of("c".repeat(8187), "end"));

    print("d".repeat(8192));
    assertThat(tail.lines()).isEqualTo(List.of("d".repeat(8192)));
  }
}
