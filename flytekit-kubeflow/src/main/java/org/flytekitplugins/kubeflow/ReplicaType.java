package org.flytekitplugins.kubeflow;

import java.util.Locale;

/** The roles of a training cluster, by the training operator's names. */
public enum ReplicaType {
  /** Leads a job: its end is the job's end. */
  CHIEF,
  /** Leads a job, where its operator calls the leader so. */
  MASTER,
  /** Trains. Without a chief or a master, worker 0 leads. */
  WORKER,
  /** Parameter server: holds the variables, and serves until it is stopped. */
  PS,
  /** Scores checkpoints; takes no part in the training itself. */
  EVALUATOR;

  /** The role as pod names and this API write it, for example {@code ps}. */
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The group of this role in the custom field of a task of type version 1. */
  String customKey() {
    return lowerCaseName() + "Replicas";
  }
}
