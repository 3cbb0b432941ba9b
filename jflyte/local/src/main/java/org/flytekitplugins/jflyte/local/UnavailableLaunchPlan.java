package org.flytekitplugins.jflyte.local;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.localengine.RunnableLaunchPlan;
import org.flytekitplugins.jflyte.JflyteException;

/** A launch plan that the package does not hold, and that says so when its turn comes. */
record UnavailableLaunchPlan(String name) implements RunnableLaunchPlan, LocalNode {
  @Override
  public NodeKind kind() {
    return NodeKind.LAUNCH_PLAN;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    throw new JflyteException(
        "launch plan "
            + name
            + " is not in the package, so it cannot run here: add the package that has it to the"
            + " class path");
  }
}
