package org.flytekitplugins.spi;

import org.flyte.api.v1.Registrar;
import org.flyte.api.v1.TaskIdentifier;

/**
 * Finds the {@link TaskTemplateExtension}s of a package, under the same identifiers as
 * flytekit-java's registrars find its tasks. Implementations are {@link java.util.ServiceLoader}
 * services in the package's class loader.
 */
public abstract class TaskTemplateExtensionRegistrar
    implements Registrar<TaskIdentifier, TaskTemplateExtension> {}
