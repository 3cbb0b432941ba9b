package org.flytekitplugins.jflyte.local;

/** What a node of a workflow does. */
public enum NodeKind {
  /** Runs a task in this process. */
  TASK,
  /** Runs a container task, as a process of this machine. */
  CONTAINER,
  /** Runs a training task, as a cluster of processes unless told otherwise. */
  TRAINING,
  /** Runs a task that makes a workflow, and then that workflow. */
  DYNAMIC,
  /** Runs another workflow. */
  WORKFLOW,
  /** Runs another workflow by a launch plan. */
  LAUNCH_PLAN,
  /** Runs one of several nodes. */
  BRANCH
}
