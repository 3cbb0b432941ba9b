package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.admin.Common;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.util.stream.Stream;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.NamedEntityIdentifier;
import org.flyte.api.v1.PartialLaunchPlanIdentifier;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdentifierIdlTest {
  @ParameterizedTest
  @MethodSource
  void writes_the_resource_type_of_each_kind_of_identifier(Identifier id, ResourceType type) {
    assertThat(id)
        .isEqualTo(
            Identifier.newBuilder()
                .setResourceType(type)
                .setProject("p")
                .setDomain("d")
                .setName("n")
                .setVersion("v")
                .build());
  }

  static Stream<Arguments> writes_the_resource_type_of_each_kind_of_identifier() {
    return Stream.of(
        Arguments.of(
            IdentifierIdl.toIdl(
                TaskIdentifier.builder().project("p").domain("d").name("n").version("v").build()),
            ResourceType.TASK),
        Arguments.of(
            IdentifierIdl.toIdl(
                PartialTaskIdentifier.builder()
                    .project("p")
                    .domain("d")
                    .name("n")
                    .version("v")
                    .build()),
            ResourceType.TASK),
        Arguments.of(
            IdentifierIdl.toIdl(
                WorkflowIdentifier.builder()
                    .project("p")
                    .domain("d")
                    .name("n")
                    .version("v")
                    .build()),
            ResourceType.WORKFLOW),
        Arguments.of(
            IdentifierIdl.toIdl(
                PartialWorkflowIdentifier.builder()
                    .project("p")
                    .domain("d")
                    .name("n")
                    .version("v")
                    .build()),
            ResourceType.WORKFLOW),
        Arguments.of(
            IdentifierIdl.toIdl(
                LaunchPlanIdentifier.builder()
                    .project("p")
                    .domain("d")
                    .name("n")
                    .version("v")
                    .build()),
            ResourceType.LAUNCH_PLAN),
        Arguments.of(
            IdentifierIdl.toIdl(
                PartialLaunchPlanIdentifier.builder()
                    .project("p")
                    .domain("d")
                    .name("n")
                    .version("v")
                    .build()),
            ResourceType.LAUNCH_PLAN));
  }

  @Test
  void writes_names_of_entities() {
    assertThat(
            IdentifierIdl.toIdl(
                NamedEntityIdentifier.builder().project("p").domain("d").name("n").build()))
        .isEqualTo(
            Common.NamedEntityIdentifier.newBuilder()
                .setProject("p")
                .setDomain("d")
                .setName("n")
                .build());
  }

  @Test
  void names_what_an_incomplete_reference_lacks() {
    assertThatThrownBy(
            () -> IdentifierIdl.toIdl(PartialTaskIdentifier.builder().name("train").build()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "the reference to task \"train\" has no project; complete it before it is written");
    assertThatThrownBy(
            () ->
                IdentifierIdl.toIdl(
                    PartialWorkflowIdentifier.builder().name("wf").project("p").build()))
        .hasMessage(
            "the reference to workflow \"wf\" has no domain; complete it before it is written");
    assertThatThrownBy(
            () ->
                IdentifierIdl.toIdl(
                    PartialLaunchPlanIdentifier.builder()
                        .name("lp")
                        .project("p")
                        .domain("d")
                        .build()))
        .hasMessage(
            "the reference to launch plan \"lp\" has no version; complete it before it is"
                + " written");
  }

  @Test
  void refuses_an_identifier_of_something_else() {
    Identifier workflow =
        Identifier.newBuilder().setResourceType(ResourceType.WORKFLOW).setName("wf").build();
    assertThatThrownBy(() -> IdentifierIdl.taskFromIdl(workflow))
        .isInstanceOf(JflyteException.class)
        .hasMessage("identifier \"wf\" is of resource type WORKFLOW; one of a TASK is needed here");
    assertThatThrownBy(() -> IdentifierIdl.launchPlanFromIdl(workflow))
        .hasMessage(
            "identifier \"wf\" is of resource type WORKFLOW; one of a LAUNCH_PLAN is needed"
                + " here");
    assertThatThrownBy(
            () ->
                IdentifierIdl.workflowFromIdl(
                    Identifier.newBuilder().setResourceTypeValue(99).setName("x").build()))
        .hasMessage("identifier \"x\" is of resource type 99; one of a WORKFLOW is needed here");
  }
}
