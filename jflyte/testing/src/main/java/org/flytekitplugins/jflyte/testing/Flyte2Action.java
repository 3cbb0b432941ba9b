package org.flytekitplugins.jflyte.testing;

import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.client.internal.flyte2.TaskKey;

/**
 * An action as it was asked for.
 *
 * @param key which it is
 * @param parent the name of the action that has enqueued it; empty of the first one
 * @param group the group that it was put in; may be empty
 * @param task what it runs
 * @param taskType the type of the task
 * @param inputs what it was given
 * @param settings of the run
 */
record Flyte2Action(
    ActionKey key,
    String parent,
    String group,
    TaskKey task,
    String taskType,
    LiteralMap inputs,
    RunSettings settings) {
  /** The execution that plays it. */
  WorkflowExecutionIdentifier execution() {
    return execution(key);
  }

  static WorkflowExecutionIdentifier execution(ActionKey key) {
    String run = key.run().name();
    return WorkflowExecutionIdentifier.newBuilder()
        .setProject(key.run().project())
        .setDomain(key.run().domain())
        .setName(key.name().equals(ActionKey.ROOT) ? run : run + "-" + key.name())
        .build();
  }
}
