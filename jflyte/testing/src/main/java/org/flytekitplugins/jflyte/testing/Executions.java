package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Literals.LiteralMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was started. Nothing runs; what flyteadmin refuses to start is refused. A workflow is
 * started by a launch plan only, a task by itself.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/execution_manager.go">flyteadmin's
 *     executions</a>
 */
final class Executions {
  private final Registry registry;
  private final List<ExecutionCreateRequest> started = new ArrayList<>();

  Executions(Registry registry) {
    this.registry = registry;
  }

  synchronized WorkflowExecutionIdentifier create(ExecutionCreateRequest request) {
    IdentifierRules.requireField(request.getProject(), "project");
    IdentifierRules.requireField(request.getDomain(), "domain");
    if (!request.hasSpec()) {
      throw Refusals.missing("spec");
    }
    registry.identifiers().requireRegistered(request.getProject(), request.getDomain());
    Identifier target = request.getSpec().getLaunchPlan();
    LiteralMap inputs = request.getInputs();
    if (target.getResourceType() == ResourceType.TASK) {
      Map<String, Parameter> expected = new TreeMap<>();
      for (String name :
          registry.task(target).getInterface().getInputs().getVariablesMap().keySet()) {
        expected.put(name, Parameter.getDefaultInstance());
      }
      requireInputs(expected, inputs);
    } else {
      // Whatever else is asked for is looked for among the launch plans.
      LaunchPlan plan = registry.launchPlan(target);
      requireInputs(plan.getClosure().getExpectedInputs().getParametersMap(), inputs);
    }
    String name =
        request.getName().isEmpty() ? "f" + Integer.toHexString(started.size()) : request.getName();
    started.add(request);
    return WorkflowExecutionIdentifier.newBuilder()
        .setProject(request.getProject())
        .setDomain(request.getDomain())
        .setName(name)
        .build();
  }

  private static void requireInputs(Map<String, Parameter> expected, LiteralMap given) {
    expected.forEach(
        (name, parameter) -> {
          if (!parameter.hasDefault() && !given.containsLiterals(name)) {
            throw Refusals.invalidArgument("invalid input " + name + " missing");
          }
        });
    given
        .getLiteralsMap()
        .forEach(
            (name, literal) -> {
              if (!expected.containsKey(name)) {
                throw Refusals.invalidArgument("invalid input " + name);
              }
            });
  }

  /** What was asked for and started, in that order. */
  synchronized List<ExecutionCreateRequest> requests() {
    return List.copyOf(started);
  }

  synchronized void clear() {
    started.clear();
  }
}
