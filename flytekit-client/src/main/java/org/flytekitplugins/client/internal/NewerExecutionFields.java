package org.flytekitplugins.client.internal;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.ExecutionOuterClass.ExecutionSpec;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;

/**
 * What can be asked of an execution that flyteidl-protos 0.4.35 has no field for.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/execution.proto">execution.proto</a>
 */
public final class NewerExecutionFields {
  private NewerExecutionFields() {}

  /** Asks for all tasks to run, and for what they give to replace what is cached. */
  public static void overwriteCache(ExecutionSpec.Builder spec) {
    UnknownFieldSet.Field yes = UnknownFieldSet.Field.newBuilder().addVarint(1).build();
    spec.setUnknownFields(
        spec.getUnknownFields().toBuilder()
            .mergeField(FlyteidlField.EXECUTION_SPEC_OVERWRITE_CACHE, yes)
            .build());
  }
}
