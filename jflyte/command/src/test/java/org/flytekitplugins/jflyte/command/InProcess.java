package org.flytekitplugins.jflyte.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The command line in the JVM of the test, which has the process's streams for as long as it runs.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it printed beside that
 */
record InProcess(int exitCode, String out, String err) {
  static InProcess run(String... arguments) {
    return runWithInput("", arguments);
  }

  static InProcess runWithInput(String input, String... arguments) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    InputStream inBefore = System.in;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    try {
      int exitCode = JflyteCommand.run(arguments, Map.of());
      return new InProcess(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
      System.setIn(inBefore);
    }
  }
}
