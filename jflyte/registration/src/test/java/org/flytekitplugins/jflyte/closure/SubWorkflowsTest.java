package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.jflyte.closure.Workflows.branch;
import static org.flytekitplugins.jflyte.closure.Workflows.id;
import static org.flytekitplugins.jflyte.closure.Workflows.subWorkflow;
import static org.flytekitplugins.jflyte.closure.Workflows.task;
import static org.flytekitplugins.jflyte.closure.Workflows.typed;
import static org.flytekitplugins.jflyte.closure.Workflows.workflow;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;

class SubWorkflowsTest {
  private final Map<Identifier, WorkflowTemplate> workflows = new LinkedHashMap<>();

  @Test
  void bothSidesOfADiamondShareTheirPart() {
    add("Top", subWorkflow("l", "Left"), subWorkflow("r", "Right"));
    add("Left", subWorkflow("b", "Bottom"));
    add("Right", branch("if", task("t", "T"), subWorkflow("b", "Bottom")));
    add("Bottom", task("t", "T"));

    assertThat(new SubWorkflows(workflows).of(workflow("Top")).keySet())
        .containsExactlyInAnyOrder(workflow("Left"), workflow("Right"), workflow("Bottom"));
  }

  @Test
  void aWorkflowThatIsAPartOfItselfIsNamedWithItsPath() {
    add("A", subWorkflow("b", "B"));
    add("B", branch("if", subWorkflow("c", "C")));
    add("C", subWorkflow("a", "A"));

    assertThatThrownBy(() -> new SubWorkflows(workflows))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow A is a part of itself: A -> B -> C -> A: take one of the references out, or"
                + " make it one to a launch plan");
  }

  @Test
  void aPartThatIsNotThereIsNamed() {
    add("A", subWorkflow("b", "B"));

    assertThatThrownBy(() -> new SubWorkflows(workflows).of(workflow("A")))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "workflow A has workflow B of project p as a part, whose nodes are not known here:"
                + " refer to a launch plan of it");
  }

  private void add(String name, Node... nodes) {
    workflows.put(
        workflow(name), Workflows.workflow(name, typed(Map.of(), Map.of()), nodes).build());
  }

  private static Identifier workflow(String name) {
    return id(ResourceType.WORKFLOW, name);
  }
}
