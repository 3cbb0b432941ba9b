package org.flytekitplugins.examples;

import org.flyte.flytekit.SdkBindingData;

/**
 * What became of a model.
 *
 * @param verdict one sentence
 */
public record Verdict(SdkBindingData<String> verdict) {}
