/**
 * The vocabulary of a training cluster, whichever framework trains on it: what a job asks for
 * ({@link org.flytekitplugins.kubeflow.TrainingCluster}) and what a replica finds itself in ({@link
 * org.flytekitplugins.kubeflow.TrainingContext}).
 */
@NullMarked
package org.flytekitplugins.kubeflow;

import org.jspecify.annotations.NullMarked;
