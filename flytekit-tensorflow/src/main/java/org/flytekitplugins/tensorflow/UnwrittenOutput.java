package org.flytekitplugins.tensorflow;

import java.util.Map;
import java.util.Set;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Variable;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralType;
import org.flyte.flytekit.SdkType;
import org.jspecify.annotations.Nullable;

/** The output of a replica that writes none: whatever it returns, there is nothing to convert. */
final class UnwrittenOutput<T extends @Nullable Object> extends SdkType<T> {
  private final SdkType<T> declared;

  UnwrittenOutput(SdkType<T> declared) {
    this.declared = declared;
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
