package org.flytekitplugins.jflyte.local;

import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.TypedInterface;

/** A task in the form in which the engine runs it. Its attempts are not the engine's to count. */
abstract class LocalTask implements RunnableTask, LocalNode {
  private static final RetryStrategy NONE = RetryStrategy.builder().retries(0).build();

  private final String name;
  private final TypedInterface typedInterface;

  LocalTask(String name, TypedInterface typedInterface) {
    this.name = name;
    this.typedInterface = typedInterface;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final TypedInterface getInterface() {
    return typedInterface;
  }

  @Override
  public final RetryStrategy getRetries() {
    return NONE;
  }
}
