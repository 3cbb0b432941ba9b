package org.flytekitplugins.jflyte.local;

import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.TypedInterface;

/**
 * What tasks of all kinds have in common.
 *
 * @param typedInterface what it takes and returns
 * @param retries how often the user lets it be tried again
 */
record PackageTask(TypedInterface typedInterface, RetryStrategy retries) {}
