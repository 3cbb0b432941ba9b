package org.flytekitplugins.localcluster.internal;

import java.util.List;

/** The last lines of a log, as the end of a message. */
public final class LogTail {
  private LogTail() {}

  public static String of(ReplicaLog log) {
    List<String> lines = log.lastLines();
    return lines.isEmpty()
        ? "; it has written nothing"
        : "; the last lines of its log:\n    " + String.join("\n    ", lines);
  }
}
