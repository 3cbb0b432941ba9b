package org.flytekitplugins.localcluster;

import java.util.List;

/** The last lines of a log, as the end of a message. */
final class LogTail {
  private LogTail() {}

  static String of(ReplicaLog log) {
    List<String> lines = log.lastLines();
    return lines.isEmpty()
        ? "; it has written nothing"
        : "; the last lines of its log:\n    " + String.join("\n    ", lines);
  }
}
