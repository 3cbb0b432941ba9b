package org.flytekitplugins.jflyte.explain.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** The variables that a task's containers get from the task, in the order of their names. */
final class ContainerEnv {
  private static final String JAVA_TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

  private ContainerEnv() {}

  /** Those of a task of Java code: options of the JVM stand before those of its own variable. */
  static Map<String, String> ofJava(TaskTemplateExtension extension, List<String> javaOptions) {
    Map<String, String> env = new TreeMap<>(extension.getEnv());
    List<String> options = new ArrayList<>(javaOptions);
    String own = env.get(JAVA_TOOL_OPTIONS);
    if (own != null) {
      options.add(own);
    }
    if (!options.isEmpty()) {
      env.put(JAVA_TOOL_OPTIONS, String.join(" ", options));
    }
    return Collections.unmodifiableMap(env);
  }

  /** Those of a task that runs a program: what the container says itself wins. */
  static Map<String, String> ofProgram(
      TaskTemplateExtension extension, Map<String, String> containers) {
    Map<String, String> env = new TreeMap<>(extension.getEnv());
    env.putAll(containers);
    return Collections.unmodifiableMap(env);
  }
}
