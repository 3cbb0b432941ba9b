package org.flytekitplugins.jflyte.execution.attempt;

import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * One replica's part of an {@code error.pb} that any replica may write. When one fails, its peers
 * often fail of it and are the first to notice; so all of them are told, the likely cause in front.
 */
final class SharedReport {
  private final AttemptFolder folder;
  private final ReplicaFacts facts;
  private final TaskError own;
  private final ReplicaConsole console;

  /**
   * A part.
   *
   * @param own the failure of the replica, with its name in front
   */
  SharedReport(AttemptFolder folder, ReplicaFacts facts, TaskError own, ReplicaConsole console) {
    this.folder = folder;
    this.facts = facts;
    this.own = facts.aggregation().named(own);
    this.console = console;
  }

  /** Writes it; what the document says now. */
  TaskError write() {
    String file = facts.aggregation().file(facts.replica());
    if (file != null) {
      folder.writeError(file, own);
    }
    return write(folder.verdict().error());
  }

  private TaskError write(@Nullable TaskError reported) {
    TaskError all = reported == null ? own : FailureDocuments.causeFirst(reported, own);
    folder.writeError(all);
    return all;
  }

  /**
   * Writes it once more if somebody has written a document without it meanwhile, not knowing of it.
   *
   * @return what the document says now; null if it was not written
   */
  @Nullable TaskError repeat() {
    try {
      TaskError reported = folder.verdict().error();
      return reported == null || reported.failures().isEmpty() || tells(reported)
          ? null
          : write(reported);
    } catch (TerminatedException e) {
      throw e;
    } catch (RuntimeException e) {
      console.say("cannot look whether the failure is still reported: " + e.getMessage());
      return null;
    }
  }

  private boolean tells(TaskError reported) {
    return reported.failures().stream()
        .anyMatch(failure -> failure.replica().equals(facts.replica()));
  }
}
