package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.flytekit.SdkLaunchPlan;
import org.flyte.flytekit.SdkLaunchPlanRegistrar;
import org.flyte.flytekit.SdkLaunchPlanRegistry;
import org.flyte.flytekit.SdkTypes;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.SdkWorkflowRegistry;
import org.flyte.flytekit.SdkWorkflowTemplateRegistrar;
import org.flytekitplugins.spi.FailurePolicy;
import org.flytekitplugins.spi.LaunchPlanExtension;
import org.flytekitplugins.spi.LaunchPlanExtensionRegistrar;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.WorkflowExtension;
import org.flytekitplugins.spi.WorkflowExtensionRegistrar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workflows and launch plans say is found where flytekit-java finds them. */
class SdkWorkflowExtensionRegistrarTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "FLYTE_INTERNAL_PROJECT", "project",
          "FLYTE_INTERNAL_DOMAIN", "development",
          "FLYTE_INTERNAL_VERSION", "v1");

  /** A workflow of which there is nothing to be said. */
  public static class Plain extends SdkWorkflow<@Nullable Void, @Nullable Void> {
    /** The workflow. */
    public Plain() {
      super(SdkTypes.nulls(), SdkTypes.nulls());
    }

    @Override
    protected @Nullable Void expand(SdkWorkflowBuilder builder, @Nullable Void input) {
      return null;
    }
  }

  /** A workflow that says something. */
  public static final class Patient extends Plain implements WorkflowExtension {
    @Override
    public FailurePolicy getFailurePolicy() {
      return FailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE;
    }
  }

  /** A registry that does not find its workflows among services. */
  public static final class Workflows extends SdkWorkflowRegistry {
    @Override
    public List<SdkWorkflow<?, ?>> getWorkflows() {
      return List.of(new Plain(), new Patient());
    }
  }

  /** A launch plan of which there is nothing to be said, and one that runs every hour. */
  public static class Plans implements SdkLaunchPlanRegistry, LaunchPlanExtension {
    @Override
    public List<SdkLaunchPlan> getLaunchPlans() {
      return List.of(
          SdkLaunchPlan.of(new Plain()), SdkLaunchPlan.of(new Plain()).withName("hourly"));
    }

    @Override
    public Map<String, LaunchPlanSettings> getLaunchPlanSettings() {
      return Map.of("hourly", hourly());
    }
  }

  /** A registry that speaks of another one's launch plan. */
  public static final class Namesakes extends Plans {
    @Override
    public List<SdkLaunchPlan> getLaunchPlans() {
      return List.of();
    }
  }

  private static LaunchPlanSettings hourly() {
    return LaunchPlanSettings.builder().fixedRate(Duration.ofHours(1)).build();
  }

  @Test
  void theyAreServicesThemselves() {
    ClassLoader classLoader = getClass().getClassLoader();

    assertThat(ServiceLoader.load(WorkflowExtensionRegistrar.class, classLoader))
        .hasExactlyElementsOfTypes(SdkWorkflowExtensionRegistrar.class);
    assertThat(ServiceLoader.load(LaunchPlanExtensionRegistrar.class, classLoader))
        .hasExactlyElementsOfTypes(SdkLaunchPlanExtensionRegistrar.class);
  }

  @Test
  void workflowsThatSaySomethingAreFoundUnderFlytekitsIdentifiers(@TempDir Path folder)
      throws IOException {
    try (URLClassLoader services =
        OwnServices.of(folder, SdkWorkflowRegistry.class, Workflows.class)) {
      Map<WorkflowIdentifier, WorkflowExtension> found =
          new SdkWorkflowExtensionRegistrar().load(ENVIRONMENT, services);

      assertThat(found)
          .hasSize(1)
          .hasEntrySatisfying(
              WorkflowIdentifier.builder()
                  .project("project")
                  .domain("development")
                  .version("v1")
                  .name(Patient.class.getName())
                  .build(),
              said -> assertThat(said).isInstanceOf(Patient.class));
      assertThat(flytekits(services)).containsAll(found.keySet());
    }
  }

  // It looks where the context says, whichever class loader it is given.
  private static Set<WorkflowIdentifier> flytekits(ClassLoader services) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(services);
    try {
      return new SdkWorkflowTemplateRegistrar().load(ENVIRONMENT, services).keySet();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void whatIsSaidOfLaunchPlansIsFoundUnderFlytekitsIdentifiers(@TempDir Path folder)
      throws IOException {
    try (URLClassLoader services =
        OwnServices.of(folder, SdkLaunchPlanRegistry.class, Plans.class)) {
      Map<LaunchPlanIdentifier, LaunchPlanSettings> found =
          new SdkLaunchPlanExtensionRegistrar().load(ENVIRONMENT, services);

      assertThat(found)
          .isEqualTo(
              Map.of(
                  LaunchPlanIdentifier.builder()
                      .project("project")
                      .domain("development")
                      .version("v1")
                      .name("hourly")
                      .build(),
                  hourly()));
      assertThat(new SdkLaunchPlanRegistrar().load(ENVIRONMENT, services).keySet())
          .containsAll(found.keySet());
    }
  }

  @Test
  void twoRegistriesThatSpeakOfOneLaunchPlanAreRefused(@TempDir Path folder) throws IOException {
    try (URLClassLoader services =
        OwnServices.of(folder, SdkLaunchPlanRegistry.class, Plans.class, Namesakes.class)) {
      assertThatExceptionOfType(InvalidFieldException.class)
          .isThrownBy(() -> new SdkLaunchPlanExtensionRegistrar().load(ENVIRONMENT, services))
          .withMessage(
              "launchPlanSettings is \"hourly\", but %s and %s both speak of it: let one of them"
                  + " say all of it",
              Plans.class.getName(), Namesakes.class.getName());
    }
  }
}
