package org.flytekitplugins.spi;

import org.flyte.api.v1.Registrar;
import org.flyte.api.v1.WorkflowIdentifier;

/**
 * Finds the {@link WorkflowExtension}s of a package, under the same identifiers as flytekit-java's
 * registrars find its workflows. Implementations are {@link java.util.ServiceLoader} services in
 * the package's class loader.
 */
public abstract class WorkflowExtensionRegistrar
    implements Registrar<WorkflowIdentifier, WorkflowExtension> {}
