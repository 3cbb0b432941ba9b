package org.flytekitplugins.jflyte.execution;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.TypedInterface;

/** A task of this process. */
record SomeTask(String type, UnaryOperator<Map<String, Literal>> body) implements RunnableTask {
  @Override
  public String getName() {
    return "t";
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public TypedInterface getInterface() {
    return TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build();
  }

  @Override
  public RetryStrategy getRetries() {
    return RetryStrategy.builder().retries(0).build();
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    return body.apply(inputs);
  }
}
