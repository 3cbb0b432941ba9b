package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.JflyteException;

/** A task that cannot run on this machine, and says so when its turn comes. */
final class UnavailableTask extends LocalTask {
  private static final TypedInterface UNKNOWN =
      TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build();

  private final String reason;

  /**
   * @param reason what it is and what to do, as the rest of a sentence about it
   */
  UnavailableTask(String name, String reason) {
    super(name, UNKNOWN);
    this.reason = reason;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.TASK;
  }

  /** The whole sentence. */
  String sentence() {
    return "task " + getName() + " " + reason;
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    throw new JflyteException(sentence());
  }
}
