package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.flytekitplugins.jflyte.closure.Entities.TARGET;
import static org.flytekitplugins.jflyte.closure.Entities.launchPlanId;
import static org.flytekitplugins.jflyte.closure.Entities.local;
import static org.flytekitplugins.jflyte.closure.Entities.taskId;
import static org.flytekitplugins.jflyte.closure.Entities.taskNode;
import static org.flytekitplugins.jflyte.closure.Entities.workflowId;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.registration.Registration;
import org.flytekitplugins.jflyte.registration.RegistrationOptions;
import org.flytekitplugins.jflyte.registration.RegistrationPlan.PlannedEntity;
import org.flytekitplugins.jflyte.testing.DescriptionEntity;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.spi.Documentation;
import org.flytekitplugins.spi.FailureNode;
import org.flytekitplugins.spi.FailurePolicy;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.Notification;
import org.flytekitplugins.spi.WorkflowExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What workflows and launch plans say beside their nodes arrives at Flyte, or is refused. */
class WorkflowExtensionsTest {
  private static final String CLEAN_UP_TAKES = "seed";

  /** What a workflow says. */
  private record Said(
      @Nullable Documentation getDocumentation,
      @Nullable Boolean getInterruptible,
      @Nullable FailurePolicy getFailurePolicy,
      @Nullable FailureNode getFailureNode,
      @Nullable LaunchPlanSettings getDefaultLaunchPlanSettings)
      implements WorkflowExtension {
    static Said onFailure(FailureNode node) {
      return new Said(null, null, null, node, null);
    }
  }

  private record CleanUp(String getName, TypedInterface getInterface) implements RunnableTask {
    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(0).build();
    }

    @Override
    public Map<String, Literal> run(Map<String, Literal> inputs) {
      return Map.of();
    }
  }

  private static LoadedPackage loaded(
      Map<WorkflowIdentifier, WorkflowTemplate> workflows,
      Map<String, LaunchPlan> launchPlans,
      Map<WorkflowIdentifier, WorkflowExtension> said,
      Map<LaunchPlanIdentifier, LaunchPlanSettings> settings) {
    Map<LaunchPlanIdentifier, LaunchPlan> plans = new HashMap<>();
    launchPlans.forEach((name, plan) -> plans.put(launchPlanId(name), plan));
    return new LoadedPackage(
        Map.of(
            taskId("T"), new CleanUp("T", Entities.NOTHING),
            taskId("CleanUp"), new CleanUp("CleanUp", inputs(CLEAN_UP_TAKES))),
        Map.of(),
        Map.of(),
        Map.of(),
        workflows,
        plans,
        Map.of(),
        said,
        settings);
  }

  private static TypedInterface inputs(String... names) {
    Map<String, Variable> inputs = new HashMap<>();
    for (String name : names) {
      SimpleType type = name.equals("time") ? SimpleType.DATETIME : SimpleType.INTEGER;
      inputs.put(
          name,
          Variable.builder().literalType(LiteralType.ofSimpleType(type)).description("").build());
    }
    return TypedInterface.builder().inputs(inputs).outputs(Map.of()).build();
  }

  private static WorkflowTemplate workflow(String node, String... inputs) {
    return Entities.workflow(taskNode(node, local("T"))).toBuilder()
        .interface_(inputs(inputs))
        .build();
  }

  private static LaunchPlan plan(String workflow) {
    return builder(workflow).build();
  }

  private static LaunchPlan.Builder builder(String workflow) {
    return LaunchPlan.builder()
        .name("nightly")
        .workflowId(PartialWorkflowIdentifier.builder().name(workflow).build());
  }

  private static ProjectClosure close(LoadedPackage loaded) {
    return ProjectClosure.of(
        loaded,
        new ClosureContext(
            TARGET,
            NamedImages.of(Map.of("default", "image")),
            new PackageSource.Unstaged(),
            (type, project, domain, name) -> "latest"));
  }

  private static LoadedPackage everything() {
    return loaded(
        Map.of(workflowId("W"), workflow("a", CLEAN_UP_TAKES, "steps")),
        Map.of("nightly", builder("W").fixedInputs(Map.of("steps", one(), "seed", one())).build()),
        Map.of(
            workflowId("W"),
            new Said(
                Documentation.of("Trains digits")
                    .withLongDescription("With *momentum*.")
                    .withSourceLink(URI.create("https://example.com/W.java")),
                true,
                FailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE,
                FailureNode.task("CleanUp"),
                LaunchPlanSettings.builder().label("team", "vision").build())),
        Map.of(
            launchPlanId("nightly"),
            LaunchPlanSettings.builder()
                .fixedRate(Duration.ofMinutes(90))
                .notification(Notification.email("a@example.com"))
                .overwriteCache()
                .build()));
  }

  private static Literal one() {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(1)));
  }

  @Test
  void aWorkflowSaysIt() {
    ProjectClosure closure = close(everything());

    assertThat(closure.workflows().get(0).getSpec())
        .asString()
        .contains(
            """
              failure_node {
                id: "on-failure"
                metadata {
                  name: "on-failure"
                }
                inputs {
                  var: "seed"
                  binding {
                    promise {
                      var: "seed"
                    }
                  }
                }
                task_node {
                  reference_id {
                    resource_type: TASK
                    project: "p"
                    domain: "d"
                    name: "CleanUp"
                    version: "v"
                  }
                }
              }
              metadata_defaults {
                interruptible: true
              }
            """,
            "on_failure: FAIL_AFTER_EXECUTABLE_NODES_COMPLETE",
            // Numbers of description_entity.proto, below that of WorkflowSpec.
            """
            3: {
              2: "Trains digits"
              3: {
                1: "With *momentum*."
                3: 1
              }
              4: {
                1: "https://example.com/W.java"
              }
            }
            """);
  }

  @Test
  void aWorkflowThatFailsMayRunAWorkflow() {
    ProjectClosure closure =
        close(
            loaded(
                Map.of(workflowId("W"), workflow("a"), workflowId("Tidy"), workflow("b")),
                Map.of(),
                Map.of(workflowId("W"), Said.onFailure(FailureNode.workflow("Tidy"))),
                Map.of()));

    assertThat(closure.workflows().get(1).getSpec())
        .satisfies(
            spec -> {
              assertThat(spec.getTemplate().getFailureNode().getWorkflowNode().getSubWorkflowRef())
                  .isEqualTo(Workflows.id(ResourceType.WORKFLOW, "Tidy"));
              assertThat(spec.getSubWorkflowsList())
                  .containsExactly(closure.workflows().get(0).getSpec().getTemplate());
            });
  }

  @Test
  void theLaunchPlanOfAWorkflowSaysWhatTheWorkflowSaysForIt() {
    ProjectClosure closure = close(everything().withDefaultLaunchPlans());

    assertThat(closure.launchPlans())
        .extracting(
            plan -> plan.getId().getName(), plan -> plan.getSpec().getLabels().getValuesMap())
        .containsExactly(tuple("W", Map.of("team", "vision")), tuple("nightly", Map.of()));
  }

  @Test
  void flyteKeepsIt() {
    ProjectClosure closure = close(everything().withDefaultLaunchPlans());
    try (LocalFlyteAdmin server = LocalFlyteAdmin.start();
        AdminClient client = AdminClient.connect(AdminConfig.plaintext(server.endpoint()))) {
      Registration registration = new Registration(client, RegistrationOptions.defaults());

      assertThat(registration.plan(closure).entities())
          .extracting(PlannedEntity::toString)
          .contains(
              """
              workflow W: would be created
                documentation: Trains digits
                interruptible: true
                fails after: the nodes that do not need the one that has failed
                on failure: task CleanUp""",
              """
              launch plan W: would be created
                labels: team=vision""",
              """
              launch plan nightly: would be created
                schedule: every 90 minutes
                notification: e-mail to a@example.com on FAILED, TIMED_OUT
                overwrite cache: true""");
      assertThat(registration.register(closure).failures()).isEmpty();
      assertThat(registration.register(closure).summary())
          .isEqualTo("nothing to do: 5 already there");

      assertThat(server.descriptions())
          .containsExactly(
              new DescriptionEntity(
                  Workflows.id(ResourceType.WORKFLOW, "W"),
                  "Trains digits",
                  "With *momentum*.",
                  DescriptionEntity.Format.MARKDOWN,
                  "https://example.com/W.java"));
      CompiledWorkflow compiled =
          server.workflows().get(0).getClosure().getCompiledWorkflow().getPrimary();
      assertThat(compiled.getConnections().getUpstreamOrThrow("on-failure").getIdsList())
          .containsExactly("start-node");
      assertThat(compiled.getConnections().getDownstreamMap()).doesNotContainKey("on-failure");
      LaunchPlanSpec kept =
          server.launchPlans().stream()
              .filter(plan -> plan.getId().getName().equals("nightly"))
              .findFirst()
              .orElseThrow()
              .getSpec();
      assertThat(kept.toBuilder().clearDefaultInputs().build())
          .isEqualTo(
              closure.launchPlans().get(1).getSpec().toBuilder().clearDefaultInputs().build());
      assertThat(kept.getUnknownFields().getField(20).getVarintList()).containsExactly(1L);
    }
  }

  private static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            "workflow W, failure node refers to the task Lost, which the package does not hold:"
                + " annotate its class with @AutoService(SdkRunnableTask.class), or whichever kind"
                + " of task it is, or name the project it is registered in",
            said(workflow("a", "seed"), FailureNode.task("Lost"))),
        arguments(
            "workflow W, failure node: what it runs takes the input seed, which the workflow does"
                + " not take (it takes: steps): a failure node gets inputs of the workflow only, so"
                + " give both the same name",
            said(workflow("a", "steps"), FailureNode.task("CleanUp"))),
        arguments(
            "workflow W has a node named on-failure and a failure node, which is called so: give the"
                + " node another id",
            said(workflow("on-failure", "seed"), FailureNode.task("CleanUp"))),
        arguments(
            "workflow W is a part of itself: W -> W: take one of the references out, or make it one"
                + " to a launch plan",
            said(workflow("a"), FailureNode.workflow("W"))),
        arguments(
            "getLaunchPlanSettings() speaks of launch plan \"nigthly\", which the package does not"
                + " hold (it holds: nightly): name one that an SdkLaunchPlanRegistry yields",
            settings(plan("W"), "nigthly", LaunchPlanSettings.builder())),
        arguments(
            "launch plan nightly runs by schedule, but nobody gives the input steps of workflow W"
                + " then: fix it, or give it a default",
            settings(
                builder("W").fixedInputs(Map.of("seed", one())).build(),
                "nightly",
                LaunchPlanSettings.builder()
                    .fixedRate(Duration.ofHours(1))
                    .kickoffTimeInput("time"))),
        arguments(
            "launch plan nightly gives the time of its schedule to the input date, which workflow W"
                + " does not take (it takes: seed, steps, time)",
            settings(
                plan("W"),
                "nightly",
                LaunchPlanSettings.builder()
                    .fixedRate(Duration.ofHours(1))
                    .kickoffTimeInput("date"))),
        arguments(
            "launch plan nightly gives the time of its schedule to the input steps, which is"
                + " INTEGER: name an input that is a datetime",
            settings(
                plan("W"),
                "nightly",
                LaunchPlanSettings.builder()
                    .fixedRate(Duration.ofHours(1))
                    .kickoffTimeInput("steps"))));
  }

  private static LoadedPackage said(WorkflowTemplate workflow, FailureNode failureNode) {
    return loaded(
        Map.of(workflowId("W"), workflow),
        Map.of(),
        Map.of(workflowId("W"), Said.onFailure(failureNode)),
        Map.of());
  }

  private static LoadedPackage settings(
      LaunchPlan plan, String name, LaunchPlanSettings.Builder settings) {
    return loaded(
        Map.of(workflowId("W"), workflow("a", "steps", "seed", "time")),
        Map.of("nightly", plan),
        Map.of(),
        Map.of(launchPlanId(name), settings.build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void whatFlyteWouldRefuseIsRefusedBefore(String sentence, LoadedPackage loaded) {
    assertThatThrownBy(() -> close(loaded))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }

  @Test
  void theTimeOfAScheduleIsAnInputThatNobodyElseHasToGive() {
    LoadedPackage loaded =
        settings(
            builder("W").fixedInputs(Map.of("seed", one(), "steps", one())).build(),
            "nightly",
            LaunchPlanSettings.builder().fixedRate(Duration.ofHours(1)).kickoffTimeInput("time"));
    ProjectClosure closure = close(loaded);

    try (LocalFlyteAdmin server = LocalFlyteAdmin.start();
        AdminClient client = AdminClient.connect(AdminConfig.plaintext(server.endpoint()))) {
      assertThat(
              new Registration(client, RegistrationOptions.defaults()).register(closure).failures())
          .isEmpty();
    }
  }

  @Test
  void whatIsSaidOfOneLaunchPlanIsSaidInOnePlace() {
    LoadedPackage loaded =
        loaded(
            Map.of(workflowId("W"), workflow("a")),
            Map.of("W", builder("W").name("W").build()),
            Map.of(
                workflowId("W"),
                new Said(null, null, null, null, LaunchPlanSettings.builder().build())),
            Map.of());

    assertThatThrownBy(loaded::withDefaultLaunchPlans)
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow W overrides getDefaultLaunchPlanSettings(), but an SdkLaunchPlanRegistry of"
                + " the package speaks of the launch plan of this name: say all of it in that one's"
                + " getLaunchPlanSettings()");
  }
}
