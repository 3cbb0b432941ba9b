package org.flytekitplugins.mlflow;

import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingRecord;
import org.flytekitplugins.spi.TrainingTracker;
import org.jspecify.annotations.Nullable;

/**
 * Records a training as a run of an MLflow tracking server, which {@code MLFLOW_TRACKING_URI} names
 * in the environment of the task, as it does for MLflow's own clients. Nobody has to call it: a
 * launcher finds it in the package.
 */
public final class MlflowTracker implements TrainingTracker {
  /** For the launcher, which finds it as a service. */
  public MlflowTracker() {}

  @Override
  public @Nullable TrainingRecord begin(TrackedTraining training) {
    try {
      ServerAddress address = ServerAddress.of(training.environment());
      if (address == null) {
        training.log().accept("MLflow: " + ServerAddress.URI_VARIABLE + " is not set: no run");
        return null;
      }
      TrackingServer server = new TrackingServer(address);
      return new MlflowRecord(training, server, MlflowRecord.AT_MOST, MlflowRecord.AT_THE_END);
    } catch (IllegalArgumentException e) {
      training.log().accept("MLflow: " + e.getMessage() + ": no run");
      return null;
    }
  }
}
