package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Types.LiteralType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What flyteadmin asks of a request to start something, and which inputs it starts it with.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/validation/execution_validator.go">flyteadmin's
 *     execution validator</a>
 */
final class ExecutionRules {
  // As long as the value of a label of Kubernetes.
  private static final int LONGEST_NAME = 63;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z\\-0-9]*");

  private ExecutionRules() {}

  /** Refuses what cannot be started, whatever it refers to. */
  static void require(ExecutionCreateRequest request, IdentifierRules identifiers) {
    IdentifierRules.requireField(request.getProject(), "project");
    IdentifierRules.requireField(request.getDomain(), "domain");
    requireName(request.getName());
    identifiers.requireRegistered(request.getProject(), request.getDomain());
    if (!request.hasSpec()) {
      throw Refusals.missing("spec");
    }
    if (!request.getSpec().hasLaunchPlan()) {
      throw Refusals.missing("id");
    }
    Identifier target = request.getSpec().getLaunchPlan();
    IdentifierRules.requireField(target.getProject(), "project");
    IdentifierRules.requireField(target.getDomain(), "domain");
    IdentifierRules.requireField(target.getName(), "name");
    IdentifierRules.requireField(target.getVersion(), "version");
    LaunchPlanRules.requireLiterals("inputs", request.getInputs());
    MetadataRules.requireNotifications(request.getSpec().getNotifications().getNotificationsList());
    MetadataRules.requireLabels(request.getSpec().getLabels().getValuesMap());
  }

  // Upper case is let through, as flyteadmin does it.
  private static void requireName(String given) {
    String name = given.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return;
    }
    if (name.length() > LONGEST_NAME) {
      throw Refusals.invalidArgument("size of name exceeded length " + LONGEST_NAME + " : " + name);
    }
    if (!NAME.matcher(name).matches()) {
      throw Refusals.invalidArgument(
          "invalid name format: " + name + ", does not match regex '^" + NAME.pattern() + "$'");
    }
  }

  /** The inputs that a launch plan starts its workflow with. */
  static LiteralMap inputs(LaunchPlan plan, LiteralMap given) {
    Map<String, Parameter> expected =
        new TreeMap<>(plan.getClosure().getExpectedInputs().getParametersMap());
    LiteralMap.Builder all = LiteralMap.newBuilder();
    new TreeMap<>(given.getLiteralsMap())
        .forEach(
            (name, literal) -> {
              if (!expected.containsKey(name)) {
                throw Refusals.invalidArgument("invalid input " + name);
              }
              all.putLiterals(name, literal);
            });
    expected.forEach(
        (name, parameter) -> {
          if (all.containsLiterals(name)) {
            requireType(name, all.getLiteralsOrThrow(name), parameter.getVar().getType());
          } else if (parameter.getRequired()) {
            throw Refusals.invalidArgument("expected_inputs " + name + " missing");
          } else {
            all.putLiterals(name, parameter.getDefault());
          }
        });
    return all.putAllLiterals(plan.getSpec().getFixedInputs().getLiteralsMap()).build();
  }

  private static void requireType(String name, Literal literal, LiteralType expected) {
    LiteralType type = LiteralTypes.of(literal);
    if (!LiteralTypes.castable(type, expected)) {
      throw Refusals.invalidArgument(
          "invalid "
              + name
              + " input wrong type. Expected "
              + Refusals.oneLine(expected)
              + ", but got "
              + Refusals.oneLine(type));
    }
  }

  /** A whole identifier of an execution. */
  static WorkflowExecutionIdentifier require(boolean given, WorkflowExecutionIdentifier id) {
    if (!given) {
      throw Refusals.missing("id");
    }
    IdentifierRules.requireField(id.getProject(), "project");
    IdentifierRules.requireField(id.getDomain(), "domain");
    IdentifierRules.requireField(id.getName(), "name");
    return id;
  }
}
