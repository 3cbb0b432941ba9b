package org.flytekitplugins.jflyte.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flytekitplugins.client.ExecutionFailure;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.NodePhase;
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * The node that an execution failed by.
 *
 * @param node its name
 * @param entity the task it ran; empty if none is known
 * @param failure what that said
 */
record FailedNode(String node, String entity, ExecutionFailure failure) {
  /** The innermost of the nodes that failed first; empty if no node says that it has failed. */
  static Optional<FailedNode> among(List<NodeStatus> nodes) {
    return nodes.stream()
        .filter(node -> isFailed(node) && nodes.stream().noneMatch(one -> isWithin(one, node)))
        .findFirst()
        .flatMap(
            node ->
                Optional.ofNullable(node.failure())
                    .map(failure -> new FailedNode(node.name(), node.entity(), failure)));
  }

  private static boolean isFailed(NodeStatus node) {
    return node.phase() == NodePhase.FAILED || node.phase() == NodePhase.TIMED_OUT;
  }

  private static boolean isWithin(NodeStatus one, NodeStatus parent) {
    return isFailed(one)
        && one.path().size() > parent.path().size()
        && one.path().subList(0, parent.path().size()).equals(parent.path());
  }

  /** The sentence for an execution that has not succeeded; its cause is all that was said. */
  static JflyteException sentence(ExecutionStatus status, @Nullable FailedNode failed) {
    String execution = "execution " + status.id().name() + " has " + end(status);
    ExecutionFailure failure = failed == null ? status.failure() : failed.failure();
    if (failure == null) {
      String cause = status.abortCause();
      return new JflyteException(execution + (cause == null ? "" : ": " + cause));
    }
    return new JflyteException(
        execution
            + (failed == null
                ? ""
                : " at "
                    + failed.node()
                    + (failed.entity().isEmpty() ? "" : " (" + failed.entity() + ")"))
            + ": "
            + failure.summary(),
        new JflyteException(failure.code() + ": " + failure.message()));
  }

  private static String end(ExecutionStatus status) {
    return status.phase() == ExecutionPhase.ABORTED
        ? "been aborted"
        : status.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
