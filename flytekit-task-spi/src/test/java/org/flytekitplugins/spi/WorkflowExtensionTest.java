package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What workflows say beside their nodes. */
class WorkflowExtensionTest {
  @Test
  void aWorkflowThatSaysNothingIsAsStockJflyteRegistersIt() {
    WorkflowExtension silent = new WorkflowExtension() {};

    assertThat(silent.getDocumentation()).isNull();
    assertThat(silent.getInterruptible()).isNull();
    assertThat(silent.getFailurePolicy()).isNull();
    assertThat(silent.getFailureNode()).isNull();
    assertThat(silent.getDefaultLaunchPlanSettings()).isNull();
  }

  @Test
  void aFailureNodeRunsATaskOrAWorkflowByItsName() {
    assertThat(FailureNode.task("com.acme.CleanUp"))
        .hasToString("FailureNode{kind=TASK, name=com.acme.CleanUp}");
    assertThat(FailureNode.workflow("com.acme.CleanUp"))
        .hasToString("FailureNode{kind=WORKFLOW, name=com.acme.CleanUp}");
  }

  @Test
  void aFailureNodeWithoutANameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailureNode.task(" "))
        .withMessage(
            "failureNode.name is blank: name a task of the package, such as"
                + " CleanUp.class.getName()");
  }
}
