/**
 * Records trainings as runs of an <a href="https://mlflow.org">MLflow</a> tracking server: {@link
 * org.flytekitplugins.mlflow.MlflowTracker}.
 */
@NullMarked
package org.flytekitplugins.mlflow;

import org.jspecify.annotations.NullMarked;
