package org.flytekitplugins.spi;

import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.Registrar;

/**
 * Finds what the {@link LaunchPlanExtension}s of a package say, under the same identifiers as
 * flytekit-java's registrars find its launch plans. Implementations are {@link
 * java.util.ServiceLoader} services in the package's class loader.
 */
public abstract class LaunchPlanExtensionRegistrar
    implements Registrar<LaunchPlanIdentifier, LaunchPlanSettings> {}
