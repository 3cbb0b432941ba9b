/**
 * Training jobs as Kubernetes resources: {@link
 * org.flytekitplugins.kubeflow.resources.TrainingJobResource} makes one of a job, as Flyte's plugin
 * would or for people who submit it without Flyte, and {@link
 * org.flytekitplugins.kubeflow.resources.ImportedJob} reads one.
 */
@NullMarked
package org.flytekitplugins.kubeflow.resources;

import org.jspecify.annotations.NullMarked;
