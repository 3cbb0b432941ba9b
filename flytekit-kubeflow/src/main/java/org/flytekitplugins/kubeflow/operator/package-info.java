/**
 * What a training operator says about a job and its pods, in the operator's and Kubernetes' words.
 */
@NullMarked
package org.flytekitplugins.kubeflow.operator;

import org.jspecify.annotations.NullMarked;
