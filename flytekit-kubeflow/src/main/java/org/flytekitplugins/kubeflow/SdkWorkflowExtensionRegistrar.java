package org.flytekitplugins.kubeflow;

import com.google.auto.service.AutoService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowRegistry;
import org.flytekitplugins.spi.WorkflowExtension;
import org.flytekitplugins.spi.WorkflowExtensionRegistrar;

/**
 * Finds the extensions among the workflows of flytekit-java's own registries, under the identifiers
 * that its registrar uses, so that users register nothing twice.
 */
@AutoService(WorkflowExtensionRegistrar.class)
public final class SdkWorkflowExtensionRegistrar extends WorkflowExtensionRegistrar {
  /**
   * Finds the workflows that are extensions too.
   *
   * @throws IllegalArgumentException if the project, domain or version is missing in the
   *     environment
   */
  @Override
  public Map<WorkflowIdentifier, WorkflowExtension> load(
      Map<String, String> env, ClassLoader classLoader) {
    Map<WorkflowIdentifier, WorkflowExtension> extensions = new LinkedHashMap<>();
    for (SdkWorkflowRegistry registry :
        ServiceLoader.load(SdkWorkflowRegistry.class, classLoader)) {
      for (SdkWorkflow<?, ?> workflow : registry.getWorkflows()) {
        if (workflow instanceof WorkflowExtension) {
          extensions.put(identifierOf(workflow, env), (WorkflowExtension) workflow);
        }
      }
    }
    return extensions;
  }

  private static WorkflowIdentifier identifierOf(
      SdkWorkflow<?, ?> workflow, Map<String, String> env) {
    return WorkflowIdentifier.builder()
        .project(RegistrarVariables.project(env))
        .domain(RegistrarVariables.domain(env))
        .version(RegistrarVariables.version(env))
        .name(workflow.getName())
        .build();
  }
}
