package org.flytekitplugins.jflyte.command;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.Severity;

/** What whoever registers or serializes a package is told of its training tasks, in brief. */
final class FindingsNotice {
  /** A finding, and the task that has it. */
  private record Told(String task, Finding finding, boolean isAllowed) {
    boolean isRefused() {
      return finding.severity() == Severity.ERROR && !isAllowed;
    }
  }

  private final List<Told> told = new ArrayList<>();

  /**
   * @param allowed the ids of errors that are none to whoever registers
   */
  FindingsNotice(PackageExplanation explanation, Set<String> allowed) {
    for (Explanation task : explanation.tasks()) {
      for (Finding finding : task.findings()) {
        if (finding.severity() != Severity.NOTE) {
          told.add(new Told(task.name(), finding, allowed.contains(finding.id())));
        }
      }
    }
  }

  /** Whether there is an error that is not allowed. */
  boolean isRefusal() {
    return told.stream().anyMatch(Told::isRefused);
  }

  /**
   * Says what was found, a line each, and nothing if there is nothing.
   *
   * @param undone what is not done of a package with errors, such as {@code nothing is registered}
   */
  void write(PrintWriter err, String undone) {
    for (Told each : told) {
      err.println(
          "jflyte: "
              + each.task
              + ": "
              + each.finding
              + (each.isAllowed && each.finding.severity() == Severity.ERROR ? ", allowed" : ""));
    }
    if (isRefusal()) {
      err.println(
          "jflyte: "
              + undone
              + ": 'jflyte explain' says what to do about it, and "
              + told.stream()
                  .filter(Told::isRefused)
                  .map(each -> "--allow " + each.finding.id())
                  .distinct()
                  .collect(joining(" "))
              + " goes on all the same");
    } else if (!told.isEmpty()) {
      err.println(
          "jflyte: 'jflyte explain' says what to do about " + (told.size() == 1 ? "it" : "them"));
    }
    err.flush();
  }

  /** Writes what was found as a field of the JSON object that is being written. */
  void writeField(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Told each : told) {
      json.writeStartObject();
      json.writeStringField("task", each.task);
      FindingJson.write(each.finding, json);
      json.writeBooleanField("allowed", each.isAllowed);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
