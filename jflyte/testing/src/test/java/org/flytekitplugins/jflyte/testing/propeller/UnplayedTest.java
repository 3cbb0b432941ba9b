package org.flytekitplugins.jflyte.testing.propeller;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnplayedTest {
  private static final String REMEDY =
      ", which the played propeller does not run: leave it out of what is tested here";

  private static CompiledWorkflowClosure workflow(String template) throws Exception {
    CompiledWorkflowClosure.Builder closure = CompiledWorkflowClosure.newBuilder();
    TextFormat.merge(
        "primary { template { id { name: 'Whole' version: '2' } } } sub_workflows { template { id { name: 'Part'"
            + " version: '2' } "
            + template
            + " } }",
        closure);
    return closure.build();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          failure_node { id: 'clean' task_node { reference_id { name: 'T' version: '2' } } }        | workflow Part has a node that runs on failure (clean) and is a part of another
          nodes { id: 'far' task_node { reference_id { resource_type: TASK project: 'p' domain: 'd' name: 'Far' version: '1' } } } | node far of workflow Part runs task Far of another registration (p/d, version 1)
          nodes { id: 'plan' workflow_node { launchplan_ref { resource_type: LAUNCH_PLAN name: 'Plan' version: '1' } } } | node plan of workflow Part runs launch plan Plan of another registration (/, version 1)
          nodes { id: 'approve' }                           | node approve of workflow Part is neither a task, a workflow nor a branch
          nodes { id: 'choice' branch_node { if_else { case { then_node { id: 'wait' } } } } } | node wait of workflow Part is neither a task, a workflow nor a branch
          """)
  void whatHasNoPlaceHereIsRefused(String template, String sentence) {
    assertThatThrownBy(() -> Unplayed.refuse(workflow(template), false))
        .hasMessage(sentence + REMEDY);
  }

  @Test
  void theNodeThatRunsOnFailureOfTheWorkflowThatIsStartedIsPlayed() throws Exception {
    String node =
        "primary { template { id { name: 'Whole' version: '2' } failure_node { id: 'clean' task_node {"
            + " reference_id { name: 'T' version: '%s' } } } } }";
    CompiledWorkflowClosure.Builder own = CompiledWorkflowClosure.newBuilder();
    TextFormat.merge(String.format(node, "2"), own);
    CompiledWorkflowClosure.Builder foreign = CompiledWorkflowClosure.newBuilder();
    TextFormat.merge(String.format(node, "1"), foreign);

    assertThatCode(() -> Unplayed.refuse(own.build(), false)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Unplayed.refuse(foreign.build(), false))
        .hasMessageStartingWith("node clean of workflow Whole runs");
  }

  @Test
  void tasksWorkflowsAndBranchesOfThePackageArePlayed() {
    assertThatCode(
            () ->
                Unplayed.refuse(
                    workflow(
                        """
                        nodes { id: 'start-node' }
                        nodes { id: 'a' task_node { reference_id { name: 'A' version: '2' } } }
                        nodes { id: 'b' workflow_node { sub_workflow_ref { name: 'B' version: '2' } } }
                        nodes { id: 'c' branch_node { if_else {
                          case { then_node { id: 'd' task_node { reference_id { version: '2' } } } }
                          else_node { id: 'e' task_node { reference_id { version: '2' } } }
                        } } }
                        nodes { id: 'end-node' }
                        """),
                    false))
        .doesNotThrowAnyException();
  }

  @Test
  void withOnePackageForAllNamesAreEnough() {
    assertThatCode(
            () ->
                Unplayed.refuse(
                    workflow("nodes { id: 'a' task_node { reference_id { version: '1' } } }"),
                    true))
        .doesNotThrowAnyException();
  }
}
