package org.flytekitplugins.jflyte.execution;

import java.util.Map;

/**
 * A command beside {@code execute}, of a module that a class path may be without. {@link PodMain}
 * finds it as a service.
 */
public interface Command {
  /** The word of the command that takes whatever no other command is called. */
  String ANY = "";

  /** What it is called on the command line, or {@link #ANY}. */
  String word();

  /**
   * Runs it.
   *
   * @param words the command line from the command's own word on
   * @param environment the environment variables
   * @return one of {@link org.flytekitplugins.jflyte.ExitCode}
   */
  int run(String[] words, Map<String, String> environment);
}
