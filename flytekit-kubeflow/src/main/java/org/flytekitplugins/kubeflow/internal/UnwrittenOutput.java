package org.flytekitplugins.kubeflow.internal;

import java.util.Map;
import java.util.Set;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Variable;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralType;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.jspecify.annotations.Nullable;

/** The output of a replica that writes none: whatever it returns, there is nothing to convert. */
public final class UnwrittenOutput<T extends @Nullable Object> extends SdkType<T> {
  private final SdkType<T> declared;

  private UnwrittenOutput(SdkType<T> declared) {
    this.declared = declared;
  }

  /** The declared output, in a replica that leads or may be elected to; else an unwritten one. */
  public static <T extends @Nullable Object> SdkType<T> unlessThisMayLead(SdkType<T> declared) {
    return mayLead() ? declared : new UnwrittenOutput<>(declared);
  }

  private static boolean mayLead() {
    try {
      TrainingContext context = TrainingContext.current();
      return context.isPrimary() || context.isElected();
    } catch (IllegalArgumentException e) {
      // Whoever runs the replica reports it, and ends before there is an output.
      return true;
    }
  }

  @Override
  public Map<String, Literal> toLiteralMap(T output) {
    return Map.of();
  }

  @Override
  public T fromLiteralMap(Map<String, Literal> literals) {
    return declared.fromLiteralMap(literals);
  }

  @Override
  public T promiseFor(String nodeId) {
    return declared.promiseFor(nodeId);
  }

  @Override
  public Map<String, Variable> getVariableMap() {
    return declared.getVariableMap();
  }

  @Override
  public Map<String, SdkLiteralType<?>> toLiteralTypes() {
    return declared.toLiteralTypes();
  }

  @Override
  public Set<String> variableNames() {
    return declared.variableNames();
  }

  @Override
  public Map<String, SdkBindingData<?>> toSdkBindingMap(T output) {
    return declared.toSdkBindingMap(output);
  }
}
