package org.flytekitplugins.jflyte.testing;

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

  /**
   * What flyteadmin answers; INTERNAL before 1.15.
   *
   * @param kind of what does not compile
   */
  StatusRuntimeException refusal(String kind, Identifier id) {
    StringBuilder collected = new StringBuilder("Collected Errors: ").append(errors.size());
    for (int i = 0; i < errors.size(); i++) {
      collected.append("\n\tError ").append(i).append(": ").append(errors.get(i));
    }
    return refusal(kind, id, collected.toString());
  }

  static StatusRuntimeException refusal(String kind, Identifier id, String error) {
    return Refusals.invalidArgument(
        "failed to compile " + kind + " for [" + Refusals.oneLine(id) + "] with err: " + error);
  }
}
