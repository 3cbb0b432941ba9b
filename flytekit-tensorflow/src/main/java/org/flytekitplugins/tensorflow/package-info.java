/**
 * TensorFlow training jobs as tasks of Flyte workflows: describe one with {@link
 * org.flytekitplugins.tensorflow.TfJob}, run it as a {@link
 * org.flytekitplugins.tensorflow.TensorflowTask}.
 */
@NullMarked
package org.flytekitplugins.tensorflow;

import org.jspecify.annotations.NullMarked;
