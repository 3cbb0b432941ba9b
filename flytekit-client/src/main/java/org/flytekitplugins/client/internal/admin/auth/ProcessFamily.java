package org.flytekitplugins.client.internal.admin.auth;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A process with all that it has started, and what these have started. */
final class ProcessFamily {
  private final Process head;
  private final Set<ProcessHandle> members = new LinkedHashSet<>();

  private ProcessFamily(Process head) {
    this.head = head;
  }

  /** Ends all of them at once; those whose parent has ended before are nobody's, and go on. */
  static void kill(Process head) {
    if (head.isAlive()) {
      ProcessFamily family = new ProcessFamily(head);
      family.findAll();
      family.members.forEach(ProcessHandle::destroyForcibly);
    }
  }

  // Whoever is stopped starts no other while its children are listed.
  private void findAll() {
    List<ProcessHandle> found = List.of(head.toHandle());
    while (!found.isEmpty() && stop(found)) {
      members.addAll(found);
      found = head.descendants().filter(process -> !members.contains(process)).collect(toList());
    }
    members.addAll(found);
  }

  /** Returns whether they stand still; there are no signals on Windows. */
  private static boolean stop(List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -STOP \"$@\"", "sh"));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Not waitFor(), which does not wait in a thread that is interrupted.
      kill.onExit().join();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
