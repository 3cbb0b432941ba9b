package org.flytekitplugins.kubeflow;

/** A job of some framework: of which kind it is, and what it asks for. */
public interface TrainingJob {
  /** Whose rules the job lives by. */
  JobKind kind();

  /** What the operator is told. */
  TrainingCluster cluster();
}
