package org.flytekitplugins.jflyte.closure;

import java.util.List;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;

/** Completes the references of nodes that a task makes when it runs, as at registration. */
public final class NodeCompletion {
  private final WorkflowCompletion completion;

  /**
   * @param loaded the package; references without a project are to what it holds
   * @param target the project, domain and version of the package
   * @param latestVersions asked for references to other projects that say no version
   */
  public NodeCompletion(
      LoadedPackage loaded, ExecutionVariables target, LatestVersions latestVersions) {
    this.completion =
        new WorkflowCompletion(new ReferenceCompletion(loaded, target, latestVersions));
  }

  /**
   * Nodes with whole references, at any depth of branches.
   *
   * @param place what they are nodes of, to begin a sentence with
   * @throws org.flytekitplugins.jflyte.JflyteException if one refers to what there is not
   */
  public List<Node> complete(List<Node> nodes, String place) {
    return completion.complete(nodes, place);
  }

  /**
   * A workflow whose nodes have whole references.
   *
   * @param place the workflow, to begin a sentence with
   * @throws org.flytekitplugins.jflyte.JflyteException if one refers to what there is not
   */
  public WorkflowTemplate complete(WorkflowTemplate workflow, String place) {
    return completion.complete(workflow, place);
  }
}
