package org.flytekitplugins.jflyte.closure;

import org.flytekitplugins.jflyte.loading.ExecutionVariables;

/**
 * What a package does not know of itself.
 *
 * @param target the project, domain and version that it gets
 * @param images the images of its tasks
 * @param source where pods find it
 * @param latestVersions asked for references to other projects that say no version
 */
public record ClosureContext(
    ExecutionVariables target,
    NamedImages images,
    PackageSource source,
    LatestVersions latestVersions) {}
