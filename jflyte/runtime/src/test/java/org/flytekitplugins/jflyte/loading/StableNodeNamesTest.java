package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes are called that flytekit-java has named with random letters. */
final class StableNodeNamesTest {
  private static final Map<String, String> ENVIRONMENT =
      new ExecutionVariables("p", "d", "v").toEnv();

  @TempDir static Path folder;
  private static PackageClassPath directory;
  private static Map<WorkflowIdentifier, WorkflowTemplate> workflows;

  @BeforeAll
  static void loadPackage() {
    directory =
        PackageClassPath.ofDirectory(
            TaskPackages.in(folder)
                .task("TrainDigits", "return x;")
                .task("X2HTTPServer", "return x;")
                .workflow("Part", "return builder.apply(new TrainDigits(), x).getOutputs();")
                .workflow(
                    "Unnamed",
                    """
                    var first = builder.apply(new TrainDigits(), x);
                    var second = builder.apply(new TrainDigits(), first.getOutputs());
                    builder.apply(new X2HTTPServer(), x);
                    builder.apply("mine", new TrainDigits().withUpstreamNode(second), x);
                    return builder.apply(new Part(), second.getOutputs()).getOutputs();
                    """)
                .workflow(
                    "Branches",
                    """
                    var size = builder.apply(new TrainDigits(), x).getOutputs();
                    var inner =
                        SdkConditions.when(
                                "low", SdkConditions.lt(size, SdkBindingDataFactory.of(1L)), new TrainDigits(), size)
                            .otherwise("part", new Part(), size);
                    var branch =
                        SdkConditions.when(
                                "high", SdkConditions.gt(size, SdkBindingDataFactory.of(9L)), new TrainDigits(), size)
                            .otherwise("inner", inner);
                    builder.apply(SdkConditions.when(
                        "only", SdkConditions.gt(size, SdkBindingDataFactory.of(9L)), new TrainDigits(), size));
                    return builder.apply(branch).getOutputs();
                    """)
                .workflow(
                    "Taken",
                    """
                    builder.apply("train-digits", new TrainDigits(), x);
                    builder.apply("branch-2", new TrainDigits(), x);
                    builder.apply(
                        "train",
                        SdkConditions.when(
                            "digits-2", SdkConditions.gt(x, SdkBindingDataFactory.of(9L)), new TrainDigits(), x));
                    builder.apply(SdkConditions.when(
                        "2", SdkConditions.gt(x, SdkBindingDataFactory.of(9L)), new TrainDigits(), x));
                    return builder.apply(new TrainDigits(), x).getOutputs();
                    """)
                .workflow(
                    "Mine",
                    """
                    builder.apply(new TrainDigits(), x);
                    builder.apply("wdata-n0", new TrainDigits(), x);
                    builder.apply("wdata-n1", new TrainDigits().withNameOverride("renamed"), x);
                    builder.apply("wbest-n0", new TrainDigits().withNameOverride("train-digits"), x);
                    builder.apply("wtabc-n7", new TrainDigits(), x);
                    builder.apply("wabcd-n1-x", new TrainDigits(), x);
                    return builder.apply(
                        "wwhen-n0",
                        SdkConditions.when(
                                "wthen-n0", SdkConditions.gt(x, SdkBindingDataFactory.of(9L)), new TrainDigits(), x)
                            .otherwise("welse-n0", new TrainDigits(), x)).getOutputs();
                    """)
                .build());
    workflows = load();
  }

  private static Map<WorkflowIdentifier, WorkflowTemplate> load() {
    try (PackageLoader loader = new PackageLoader(directory)) {
      return loader.load(ENVIRONMENT).workflows();
    }
  }

  private static WorkflowTemplate workflow(String name) {
    return workflows.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("com.acme." + name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static List<String> ids(WorkflowTemplate workflow) {
    return workflow.nodes().stream().map(Node::id).toList();
  }

  @Test
  void nodesAreCalledAfterWhatTheyRunInTheirOrder() {
    assertThat(ids(workflow("Unnamed")))
        .containsExactly("train-digits", "train-digits-2", "x2-httpserver", "mine", "part");
  }

  @Test
  void whoeverRefersToThemRefersToTheNewName() {
    WorkflowTemplate unnamed = workflow("Unnamed");

    assertThat(unnamed.nodes().get(1).inputs().get(0).binding().promise().nodeId())
        .isEqualTo("train-digits");
    assertThat(unnamed.nodes().get(3).upstreamNodeIds()).containsExactly("train-digits-2");
    assertThat(unnamed.outputs().get(0).binding().promise().nodeId()).isEqualTo("part");
  }

  @Test
  void soDoesWhatIsInBranchesAtAnyDepth() {
    WorkflowTemplate branches = workflow("Branches");

    assertThat(ids(branches)).containsExactly("train-digits", "branch", "branch-2");
    Node only = branches.nodes().get(1);
    assertThat(only.branchNode().ifElse().error().failedNodeId()).isEqualTo("branch");
    Node branch = branches.nodes().get(2);
    Node inner = branch.branchNode().ifElse().elseNode();
    assertThat(promises(branch)).containsOnly("train-digits");
    assertThat(cases(branch)).extracting(Node::id).containsExactly("high", "inner");
    assertThat(cases(inner)).extracting(Node::id).containsExactly("low", "part");
  }

  /** The nodes that a node and those in its branches are bound to. */
  private static Set<String> promises(Node node) {
    Set<String> promises = new HashSet<>();
    node.inputs().forEach(input -> promises.add(input.binding().promise().nodeId()));
    cases(node).forEach(inner -> promises.addAll(promises(inner)));
    return promises;
  }

  private static List<Node> cases(Node node) {
    List<Node> cases = new ArrayList<>();
    if (node.branchNode() != null) {
      IfElseBlock block = node.branchNode().ifElse();
      cases.add(block.case_().thenNode());
      block.other().stream().map(IfBlock::thenNode).forEach(cases::add);
      if (block.elseNode() != null) {
        cases.add(block.elseNode());
      }
    }
    return cases;
  }

  @Test
  void noNameIsUsedTwiceNotEvenAfterFlytesCompilerHasRenamedWhatIsInBranches() {
    // train-digits-2 is what the compiler calls the case of "train", branch-2 that of "branch".
    assertThat(ids(workflow("Taken")))
        .containsExactly("train-digits", "branch-2", "train", "branch-3", "train-digits-3");
  }

  @Test
  void whatTheUserHasNamedKeepsItsNameWhateverItLooksLike() {
    WorkflowTemplate mine = workflow("Mine");

    assertThat(ids(mine))
        .containsExactly(
            "train-digits",
            "wdata-n0",
            "wdata-n1",
            "wbest-n0",
            "wtabc-n7",
            "wabcd-n1-x",
            "wwhen-n0");
    assertThat(cases(mine.nodes().get(6)))
        .extracting(Node::id)
        .containsExactly("wthen-n0", "welse-n0");
  }

  @Test
  void theSamePackageHasTheSameNamesEachTime() {
    assertThat(load()).isEqualTo(workflows);
  }
}
