package org.flytekitplugins.pytorch.internal.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flytekitplugins.kubeflow.internal.Json;
import org.jspecify.annotations.Nullable;

/** What guard, torchrun and ranks have written down about how a run ended. */
public final class RunRecords {
  private static final Map<?, ?> NOTHING = Map.of();

  private final RunFolder folder;

  /** The records in a folder whose processes have ended. */
  public RunRecords(RunFolder folder) {
    this.folder = folder;
  }

  /** Whether torchrun could not be started because the interpreter has no torch. */
  public boolean isTorchAbsent() {
    return "absent".equals(read("agent.json").get("torch"));
  }

  /** Whether rank 0 was among the processes at the last rendezvous. */
  public boolean hadRankZero() {
    return Objects.equals(number(read("rank-0.json").get("rank")), 0);
  }

  /** How a script that ran by itself failed; empty if it did not. */
  public Optional<PythonFailure> ofScript() {
    if (succeeded()) {
      return Optional.empty();
    }
    Map<?, ?> rank = read("rank-0.json");
    return Optional.of(
        failure(number(rank.get("rank")), end(), object(rank.get("raised")), read(folder.error())));
  }

  /** How the ranks of torchrun, or torchrun itself, failed; empty if they did not. */
  public Optional<PythonFailure> ofTorchrun() {
    if (succeeded()) {
      return Optional.empty();
    }
    Map<?, ?> agent = read("agent.json");
    List<PythonFailure> failures = new ArrayList<>();
    for (Object failed : list(agent.get("failures"))) {
      failures.add(ofRank(object(failed)));
    }
    // Torch tells the first by whole seconds; whose peer was lost was not the first.
    for (PythonFailure failure : failures) {
      if (!failure.isLostPeer()) {
        return Optional.of(failure);
      }
    }
    return Optional.of(
        failures.isEmpty()
            ? failure(null, end(), object(agent.get("raised")), NOTHING)
            : failures.get(0));
  }

  private PythonFailure ofRank(Map<?, ?> failed) {
    Map<?, ?> rank = read("rank-" + failed.get("local_rank") + ".json");
    // Else it is of a process that was started later.
    boolean isSame = Objects.equals(number(rank.get("pid")), number(failed.get("pid")));
    return failure(
        number(failed.get("rank")),
        failed,
        isSame ? object(rank.get("raised")) : NOTHING,
        object(failed.get("error")));
  }

  /**
   * @param end the exit code or the signal
   * @param raised what we know of what it raised
   * @param error torch's error file
   */
  private static PythonFailure failure(
      @Nullable Integer rank, Map<?, ?> end, Map<?, ?> raised, Map<?, ?> error) {
    PythonFailure.Builder failure =
        PythonFailure.builder()
            .rank(rank)
            .signal(string(end.get("name")))
            .isRecoverable(Boolean.TRUE.equals(raised.get("recoverable")))
            .isLostPeer(Boolean.TRUE.equals(raised.get("lost_peer")));
    Integer exitCode = number(end.get("exit"));
    if (exitCode != null) {
      failure.exitCode(exitCode);
    }
    // What torch has written comes first: the script may have raised it in a process of its own.
    Map<?, ?> message = object(error.get("message"));
    String text = string(message.get("message"));
    if (text != null) {
      failure.raised(text).traceback(string(object(message.get("extraInfo")).get("py_callstack")));
    } else if (!raised.isEmpty()) {
      failure
          .raised(raised.get("class") + ": " + raised.get("message"))
          .traceback(string(raised.get("traceback")));
    }
    return failure.build();
  }

  private boolean succeeded() {
    return Objects.equals(number(end().get("exit")), 0);
  }

  // Without it the guard itself was killed, and has taken all others along.
  private Map<?, ?> end() {
    Map<?, ?> end = read("end.json");
    return end.isEmpty() ? Map.of("name", "SIGKILL") : end;
  }

  private Map<?, ?> read(String name) {
    return read(folder.file(name));
  }

  private static Map<?, ?> read(Path file) {
    try {
      return object(
          Files.exists(file)
              ? Json.parseOfPython(Files.readString(file, StandardCharsets.UTF_8))
              : null);
    } catch (IOException e) {
      // The script may have written an error file of its own; then there is nothing known of it.
      return NOTHING;
    }
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map ? (Map<?, ?>) value : NOTHING;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List ? (List<?>) value : List.of();
  }

  private static @Nullable String string(@Nullable Object value) {
    return value instanceof String ? (String) value : null;
  }

  private static @Nullable Integer number(@Nullable Object value) {
    return value instanceof Number ? ((Number) value).intValue() : null;
  }
}
