package org.flytekitplugins.kubeflow;

import com.google.auto.service.AutoService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.flytekit.SdkLaunchPlanRegistry;
import org.flytekitplugins.spi.LaunchPlanExtension;
import org.flytekitplugins.spi.LaunchPlanExtensionRegistrar;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.jspecify.annotations.Nullable;

/**
 * Finds the extensions among flytekit-java's own registries of launch plans, under the identifiers
 * that its registrar uses, so that users register nothing twice.
 */
@AutoService(LaunchPlanExtensionRegistrar.class)
public final class SdkLaunchPlanExtensionRegistrar extends LaunchPlanExtensionRegistrar {
  /**
   * Finds what the registries that are extensions too say of launch plans.
   *
   * @throws IllegalArgumentException if the project, domain or version is missing in the
   *     environment, or if two registries speak of one launch plan
   */
  @Override
  public Map<LaunchPlanIdentifier, LaunchPlanSettings> load(
      Map<String, String> env, ClassLoader classLoader) {
    Map<LaunchPlanIdentifier, LaunchPlanSettings> settings = new LinkedHashMap<>();
    Map<String, Class<?>> saidBy = new LinkedHashMap<>();
    for (SdkLaunchPlanRegistry registry :
        ServiceLoader.load(SdkLaunchPlanRegistry.class, classLoader)) {
      if (registry instanceof LaunchPlanExtension) {
        ((LaunchPlanExtension) registry)
            .getLaunchPlanSettings()
            .forEach(
                (name, said) -> {
                  refuseSecond(name, saidBy.put(name, registry.getClass()), registry.getClass());
                  settings.put(identifierOf(name, env), said);
                });
      }
    }
    return settings;
  }

  private static void refuseSecond(String name, @Nullable Class<?> first, Class<?> second) {
    if (first != null) {
      throw new InvalidFieldException(
          "launchPlanSettings",
          name,
          first.getName() + " and " + second.getName() + " both speak of it",
          "let one of them say all of it");
    }
  }

  private static LaunchPlanIdentifier identifierOf(String name, Map<String, String> env) {
    return LaunchPlanIdentifier.builder()
        .project(RegistrarVariables.project(env))
        .domain(RegistrarVariables.domain(env))
        .version(RegistrarVariables.version(env))
        .name(name)
        .build();
  }
}
