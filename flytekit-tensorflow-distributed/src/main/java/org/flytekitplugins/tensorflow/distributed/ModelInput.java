package org.flytekitplugins.tensorflow.distributed;

import org.tensorflow.op.core.Placeholder;

/** What a model is fed with: one tensor of each batch. */
final class ModelInput {
  private final String name;
  private final Placeholder<?> placeholder;
  private final boolean isFeature;

  ModelInput(String name, Placeholder<?> placeholder, boolean isFeature) {
    this.name = name;
    this.placeholder = placeholder;
    this.isFeature = isFeature;
  }

  /** What batches call it. */
  String name() {
    return name;
  }

  Placeholder<?> placeholder() {
    return placeholder;
  }

  /** Whether predictions need it too. */
  boolean isFeature() {
    return isFeature;
  }
}
