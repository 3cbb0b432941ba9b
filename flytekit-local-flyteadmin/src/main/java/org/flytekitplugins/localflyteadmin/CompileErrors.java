package org.flytekitplugins.localflyteadmin;

import flyteidl.core.IdentifierOuterClass.Identifier;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a workflow, collected as flytepropeller's compiler does. */
final class CompileErrors {
  private final List<String> errors = new ArrayList<>();

  void add(String code, String node, String description) {
    errors.add("Code: " + code + ", Node Id: " + node + ", Description: " + description);
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  /** What CreateWorkflow answers; INTERNAL with flyteadmin before 1.15. */
  StatusRuntimeException refusal(Identifier workflow) {
    StringBuilder collected = new StringBuilder("Collected Errors: ").append(errors.size());
    for (int i = 0; i < errors.size(); i++) {
      collected.append("\n\tError ").append(i).append(": ").append(errors.get(i));
    }
    return refusal(workflow, collected.toString());
  }

  static StatusRuntimeException refusal(Identifier workflow, String error) {
    return Refusals.invalidArgument(
        "failed to compile workflow for [" + Refusals.oneLine(workflow) + "] with err: " + error);
  }
}
