package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.pytorch.fixtures.Printed;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script with nothing but Python's standard library, in processes of its own. */
class ScriptRunTest {
  @TempDir Path temporary;

  @Test
  void aScriptRunsAsMainWithItsArgumentsAndItsFolder() throws IOException {
    Path script =
        script(
            "import sys, os",
            "print(__name__, sys.argv[1:], sys.path[0] == os.path.dirname(__file__))",
            "import beside");
    Files.writeString(temporary.resolve("beside.py"), "print('beside')\n");

    assertThat(run(PythonScript.builder().file(script.toString()).arguments("--epochs", "3")))
        .containsExactly("__main__ ['--epochs', '3'] True", "beside");
  }

  @Test
  void aModuleRunsAsMain() {
    assertThat(
            run(
                PythonScript.builder()
                    .module("json.tool")
                    .arguments("--compact", input("{\"a\": 1}").toString())))
        .containsExactly("{\"a\":1}");
  }

  @Test
  void aResourceOfThePackageRuns() {
    assertThat(run(PythonScript.builder().resource(ScriptRunTest.class, "hello.py")))
        .containsExactly("hello from the package");
  }

  @Test
  void whatTheScriptRaisesIsInTheExceptionWithItsTraceback() throws IOException {
    Path script =
        script("def parse(row):", "  raise ValueError('row %d is empty' % row)", "parse(7)");

    Throwable thrown = catchThrowable(() -> run(PythonScript.builder().file(script.toString())));

    assertThat(thrown)
        .isExactlyInstanceOf(PythonException.class)
        .hasMessage(script + " failed: ValueError: row 7 is empty");
    assertThat(stackTrace(thrown))
        .startsWith(
            String.join(
                "\n",
                PythonException.class.getName()
                    + ": "
                    + script
                    + " failed: ValueError: row 7 is empty",
                "Traceback (most recent call last):",
                "  File \"" + script + "\", line 3, in <module>",
                "    parse(7)"))
        .contains(", line 2, in parse\n", "\nValueError: row 7 is empty\n\tat ");
  }

  @Test
  void theRankOfTheOperatorIsNamed() throws IOException {
    Path script = script("raise KeyError('digit')");

    assertThatThrownBy(
            () -> run(PythonScript.builder().file(script.toString()).environment("RANK", "2")))
        .isInstanceOfSatisfying(
            PythonException.class, thrown -> assertThat(thrown.rank()).isEqualTo(2))
        .hasMessage("rank 2 failed: KeyError: 'digit'");
  }

  @Test
  void whatTorchHasWrittenIsNotOverwritten() throws IOException {
    Path script =
        script(
            "import json, os",
            "error = {'message': 'OSError: disk', 'extraInfo': {'py_callstack': 'inner', 'timestamp': '1'}}",
            "json.dump({'message': error}, open(os.environ['TORCHELASTIC_ERROR_FILE'], 'w'))",
            "raise RuntimeError('process 0 terminated')");

    assertThatThrownBy(() -> run(PythonScript.builder().file(script.toString())))
        .hasMessage(script + " failed: OSError: disk")
        .isInstanceOfSatisfying(
            PythonException.class, thrown -> assertThat(thrown.details()).isEqualTo("inner"));
  }

  @Test
  void aScriptSaysThatAnotherTryMayHelp() throws IOException {
    Path script =
        script(
            "class FlyteRecoverableException(Exception): pass",
            "class Busy(FlyteRecoverableException): pass",
            "raise Busy('the store is busy')");

    assertThatThrownBy(() -> run(PythonScript.builder().file(script.toString())))
        .isInstanceOfSatisfying(
            RecoverableException.class,
            thrown -> assertThat(thrown.origin()).isEqualTo(RecoverableException.Origin.USER))
        .hasMessage(
            PythonException.class.getName() + ": " + script + " failed: Busy: the store is busy")
        .hasCauseExactlyInstanceOf(PythonException.class);
  }

  @Test
  void aLostPeerIsThePlatformsFailureIfThereArePeers() throws IOException {
    Path script = script("raise ConnectionResetError('gone')");
    PythonScript.Builder builder = PythonScript.builder().file(script.toString());

    assertThatThrownBy(() -> run(builder, ScriptRun.Peers.here()))
        .isInstanceOfSatisfying(
            RecoverableException.class,
            thrown -> assertThat(thrown.origin()).isEqualTo(RecoverableException.Origin.SYSTEM));
    assertThatThrownBy(() -> run(builder, ScriptRun.Peers.none()))
        .isExactlyInstanceOf(PythonException.class);
  }

  @Test
  void aSignalIsRecoverable() throws IOException {
    Path script = script("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)");

    assertThatThrownBy(() -> run(PythonScript.builder().file(script.toString())))
        .isInstanceOf(RecoverableException.class)
        .hasRootCauseMessage(
            script + " was killed by SIGKILL, most often because its memory was not enough");
  }

  @Test
  void anExitWithoutAnExceptionIsToldWithTheLastLines() throws IOException {
    Path script =
        script("import sys", "for i in range(100): print('step', i)", "sys.exit('no rows')");

    Throwable thrown = catchThrowable(() -> run(PythonScript.builder().file(script.toString())));

    assertThat(thrown)
        .isExactlyInstanceOf(PythonException.class)
        .hasMessage(script + " exited with 1 and raised nothing");
    assertThat(((PythonException) thrown).details())
        .startsWith("The last lines of its log:\nstep 81\n")
        .endsWith("\nstep 99\nno rows");
  }

  @Test
  void anExitWithZeroIsNoFailure() throws IOException {
    Path script = script("import sys", "print('done')", "sys.exit(0)");

    assertThat(run(PythonScript.builder().file(script.toString()))).containsExactly("done");
  }

  @Test
  void linesThatAreNoUtf8ArePrintedAllTheSame() throws IOException {
    Path script =
        script(
            "import sys",
            "sys.stdout.buffer.write(b'caf\\xe9\\r\\nund \\xc3\\xbc\\n')",
            "sys.stdout.buffer.flush()");

    assertThat(run(PythonScript.builder().file(script.toString())))
        .containsExactly("caf\uFFFD", "und ü");
  }

  @Test
  void aLogThatIsLongAndALineThatIsLongerArePrintedWhole() throws IOException {
    Path script =
        script(
            "for i in range(200000): print('line', i)",
            "print('x' * 1000000)",
            "print('the end', end='')");

    List<String> lines = run(PythonScript.builder().file(script.toString()));

    assertThat(lines).hasSizeGreaterThan(200001).startsWith("line 0", "line 1").endsWith("the end");
    assertThat(lines.stream().filter(line -> line.startsWith("x")).collect(Collectors.joining()))
        .hasSize(1000000);
  }

  @Test
  void aScriptThatClosesItsOutputIsWaitedFor() throws IOException {
    Path marker = temporary.resolve("marker");
    Path script =
        script(
            "import os, sys, time",
            "os.close(1); os.close(2)",
            "time.sleep(1)",
            "open(sys.argv[1], 'w').close()");

    run(PythonScript.builder().file(script.toString()).arguments(marker.toString()));

    assertThat(marker).exists();
  }

  @Test
  void linesOfSeveralProcessesAreNotMixedUp() throws IOException {
    Path script =
        script(
            "import os, sys",
            "for child in range(4):",
            "  if os.fork() == 0:",
            "    for i in range(2000): print('a line of one process')",
            "    sys.exit(0)",
            "for child in range(4): os.wait()");

    assertThat(run(PythonScript.builder().file(script.toString())))
        .hasSize(8000)
        .containsOnly("a line of one process");
  }

  @Test
  void theEndOfAProcessThatItForksIsNotItsOwn() throws IOException {
    Path script =
        script(
            "import os",
            "if os.fork() == 0: raise ValueError('of a child')",
            "os.wait()",
            "os._exit(1)");

    assertThatThrownBy(() -> run(PythonScript.builder().file(script.toString())))
        .hasMessage(script + " exited with 1 and raised nothing");
  }

  @Test
  void anInterpreterThatIsAbsentIsSaidInASentence() throws IOException {
    Path script = script("pass");

    assertThatThrownBy(() -> run(PythonScript.builder().file(script.toString()).python("python9")))
        .hasMessage(
            "the Python interpreter \"python9\" is not on PATH: install Python in the task's image,"
                + " or name another one with python(PATH)");
    assertThatThrownBy(
            () -> run(PythonScript.builder().file(script.toString()).python("/opt/no/python")))
        .hasMessage(
            "the Python interpreter \"/opt/no/python\" is not there, or no program: install Python"
                + " in the task's image, or name another one with python(PATH)");
  }

  @Test
  void aScriptThatIsAbsentIsSaidInASentence() {
    assertThatThrownBy(() -> run(PythonScript.builder().file("/app/no.py")))
        .hasMessage(
            "the script \"/app/no.py\" is not there: copy it into the task's image, or name its"
                + " path");
  }

  @Test
  void itsFilesAreNobodyElsesAndAreGoneAfterwards() throws IOException {
    Path script =
        script("import os", "print(os.path.dirname(os.environ['FLYTEKIT_INPUTS']))", "import time");
    String folder;
    try (Printed printed = new Printed();
        ScriptRun run =
            new ScriptRun(
                PythonScript.builder().file(script.toString()).build(), System.getenv())) {
      run.writeInputs(Map.of());
      run.alone(ScriptRun.Peers.none());
      folder = printed.lines().get(0);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(folder))))
          .isEqualTo("rwx------");
    }

    assertThat(Path.of(folder)).doesNotExist();
  }

  @Test
  void whatAScriptLeavesRunningEndsWithIt() throws IOException {
    Path script =
        script(
            "import subprocess, sys",
            "child = subprocess.Popen(['setsid', 'sh', '-c', 'trap \"\" TERM; sleep 300 & wait'])",
            "print(child.pid)");

    long pid = Long.parseLong(run(PythonScript.builder().file(script.toString())).get(0));

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void anInterruptEndsTheScript() throws Exception {
    Path pid = temporary.resolve("pid");
    Path script =
        script(
            "import os, signal, sys, time",
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
            "open(sys.argv[1] + '.new', 'w').write(str(os.getpid()))",
            "os.replace(sys.argv[1] + '.new', sys.argv[1])",
            "time.sleep(300)");
    PythonScript.Builder builder =
        PythonScript.builder().file(script.toString()).arguments(pid.toString());
    Throwable[] thrown = new Throwable[1];
    Thread thread = new Thread(() -> thrown[0] = catchThrowable(() -> run(builder)));
    thread.start();
    while (!Files.exists(pid)) {
      Thread.sleep(20);
    }

    thread.interrupt();
    thread.join();

    assertThat(thrown[0]).hasMessage(script + " was ended because its task was interrupted");
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid)))).isEmpty();
  }

  @Test
  void exceptionsDoNotTellTheEnvironment() throws IOException {
    Path script = script("raise ValueError('no')");

    Throwable thrown =
        catchThrowable(
            () ->
                run(
                    PythonScript.builder()
                        .file(script.toString())
                        .environment("DB_PASSWORD", "hunter2")));

    assertThat(stackTrace(thrown)).doesNotContain("hunter2");
  }

  private Path script(String... lines) throws IOException {
    return Files.write(temporary.resolve("train.py"), List.of(lines));
  }

  private Path input(String text) {
    try {
      return Files.writeString(temporary.resolve("input.json"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> run(PythonScript.Builder script) {
    return run(script, ScriptRun.Peers.none());
  }

  private static List<String> run(PythonScript.Builder script, ScriptRun.Peers peers) {
    try (Printed printed = new Printed();
        ScriptRun run = new ScriptRun(script.build(), System.getenv())) {
      run.writeInputs(Map.of());
      run.alone(peers);
      return printed.lines();
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
