package org.flytekitplugins.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flyte.api.v1.Literal;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.pytorch.internal.python.GuardedProcess;
import org.flytekitplugins.pytorch.internal.python.InputsFile;
import org.flytekitplugins.pytorch.internal.python.Interpreter;
import org.flytekitplugins.pytorch.internal.python.OutputsFile;
import org.flytekitplugins.pytorch.internal.python.PythonFailure;
import org.flytekitplugins.pytorch.internal.python.RunFolder;
import org.flytekitplugins.pytorch.internal.python.RunRecords;
import org.jspecify.annotations.Nullable;

/** One run of a Python script: by itself, or as the ranks that torchrun starts. */
final class ScriptRun implements AutoCloseable {
  private final PythonScript script;
  private final Map<String, String> environment;
  private final Path interpreter;
  private final RunFolder folder;
  private final RunRecords records;

  /**
   * @param environment of the replica
   * @throws IllegalStateException if the interpreter or the script is not there
   */
  ScriptRun(PythonScript script, Map<String, String> environment) {
    this.script = script;
    this.environment = new HashMap<>(environment);
    this.environment.putAll(script.environment());
    this.interpreter = Interpreter.find(script.python(), this.environment.get("PATH"));
    if (script.file() != null && !Files.exists(Path.of(script.file()))) {
      throw new IllegalStateException(
          "the script \""
              + script.file()
              + "\" is not there: copy it into the task's image, or name its path");
    }
    this.folder = RunFolder.make();
    this.records = new RunRecords(folder);
  }

  void writeInputs(Map<String, Literal> inputs) {
    InputsFile.write(folder.inputs(), inputs);
  }

  /** What rank 0 has written, as the task's type of outputs reads it. */
  <T extends @Nullable Object> T output(SdkType<T> type) {
    return type.fromLiteralMap(OutputsFile.read(folder.outputs(), type.getVariableMap()));
  }

  /** What a replica returns that writes no outputs. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // nobody looks at it
  static <T extends @Nullable Object> T nothing() {
    return null;
  }

  /** Whether rank 0 was among the processes that ran last. */
  boolean hadRankZero() {
    return records.hadRankZero();
  }

  /** Runs the script by itself, and returns when it is done. */
  void alone(Peers peers) {
    run(rank(), new TreeMap<>(), peers, /* isTorchrun= */ false);
  }

  /** Runs as many ranks as torchrun makes of it, and returns when all are done. */
  void byTorchrun(List<String> torchrun, Map<String, String> more, Peers peers) {
    List<String> arguments = new ArrayList<>(List.of(folder.file("agent.py").toString()));
    arguments.add(folder.path().toString());
    arguments.addAll(torchrun);
    if (!environment.containsKey("PET_LOG_DIR")) {
      arguments.add("--log_dir=" + folder.file("torch"));
    }
    arguments.addAll(rank());
    run(arguments, new TreeMap<>(more), peers, /* isTorchrun= */ true);
  }

  private List<String> rank() {
    List<String> rank = new ArrayList<>(List.of(folder.file("rank.py").toString()));
    rank.add(folder.path().toString());
    if (script.module() != null) {
      rank.addAll(List.of("module", script.module()));
    } else if (script.file() != null) {
      rank.addAll(List.of("file", script.file()));
    } else {
      rank.addAll(List.of("file", resource().toString()));
    }
    rank.addAll(script.arguments());
    return rank;
  }

  private Path resource() {
    Class<?> owner = script.resourceOwner();
    String name = script.resource();
    if (owner == null || name == null) {
      throw new IllegalStateException("nothing to run: " + script);
    }
    // In a folder of its own: modules of Python's must not be hidden by our files.
    String target = "script/" + name.substring(name.lastIndexOf('/') + 1);
    return folder.copy(owner, name, target);
  }

  private void run(
      List<String> arguments, Map<String, String> more, Peers peers, boolean isTorchrun) {
    more.putAll(script.environment());
    more.put("FLYTEKIT_INPUTS", folder.inputs().toString());
    more.put("FLYTEKIT_OUTPUTS", folder.outputs().toString());
    more.put("TORCHELASTIC_ERROR_FILE", folder.error().toString());
    more.put("PYTHONUNBUFFERED", "1");
    List<String> lastLines = process(arguments, more);
    if (records.isTorchAbsent()) {
      throw new IllegalStateException(
          "the Python interpreter \""
              + interpreter
              + "\" has no torch, which starts the processes of an elastic task: install torch in"
              + " the task's image, or name another interpreter with python(PATH)");
    }
    Optional<PythonFailure> failure = isTorchrun ? records.ofTorchrun() : records.ofScript();
    if (failure.isPresent()) {
      if (failure.get().isLostPeer()) {
        peers.letThemSpeak();
      }
      throw PythonFailures.of(
          failure.get(), isTorchrun ? "torchrun" : script.name(), peers.areThere(), lastLines);
    }
  }

  /** The last lines of a process that has ended. */
  private List<String> process(List<String> arguments, Map<String, String> more) {
    try {
      // Whoever has replaced System.out puts the replica in front of each line.
      GuardedProcess process =
          GuardedProcess.start(
              folder, interpreter, arguments, more, line -> System.out.println(line));
      process.await();
      return process.lastLines();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the Python interpreter \"" + interpreter + "\" cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          script.name() + " was ended because its task was interrupted", e);
    }
  }

  @Override
  public void close() {
    folder.close();
  }

  /**
   * Who else may be lost. A peer that died has something to say, and what it says is to be heard
   * first: the loss of it is only a consequence.
   */
  static final class Peers {
    private final boolean areThere;
    private final Duration patience;

    private Peers(boolean areThere, Duration patience) {
      this.areThere = areThere;
      this.patience = patience;
    }

    /** Nobody. */
    static Peers none() {
      return new Peers(false, Duration.ZERO);
    }

    /** Ranks of the same run only, all of which have spoken when it ends. */
    static Peers here() {
      return new Peers(true, Duration.ZERO);
    }

    /** Those of other replicas, which notice the end of theirs within a time. */
    static Peers elsewhere(Duration patience) {
      return new Peers(true, patience);
    }

    boolean areThere() {
      return areThere;
    }

    void letThemSpeak() {
      try {
        Thread.sleep(patience.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
