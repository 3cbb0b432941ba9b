package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;

/** What an execution is known by at Flyte. */
@AutoValue
public abstract class ExecutionIdentifier {
  ExecutionIdentifier() {}

  /** The project it runs in. */
  public abstract String project();

  /** The domain of that project. */
  public abstract String domain();

  /** Its name, {@code atxbm8xqpd7gn5vbxq4k} for example, which is unique there. */
  public abstract String name();

  /** The execution of this name. */
  public static ExecutionIdentifier of(String project, String domain, String name) {
    return new AutoValue_ExecutionIdentifier(project, domain, name);
  }
}
