package org.flytekitplugins.mlflow;

/** How a run is, by MLflow's names. */
enum RunStatus {
  RUNNING,
  FINISHED,
  FAILED,
  KILLED
}
