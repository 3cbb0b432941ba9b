package org.flytekitplugins.jflyte.local;

import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;

/** What the only pod of a task runs. */
interface PodCommand {
  /** What the pod finds in its environment, whatever the attempt. */
  Map<String, String> environment();

  /**
   * The command line of one attempt.
   *
   * @param environment what it finds in its environment besides that of this process
   */
  List<String> words(TaskInputs inputs, AttemptFolders attempt, Map<String, String> environment);
}
