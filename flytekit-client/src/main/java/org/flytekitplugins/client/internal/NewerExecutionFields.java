package org.flytekitplugins.client.internal;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.ExecutionOuterClass.ExecutionSpec;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;

/**
 * Fields of executions that are newer than flyteidl-protos 0.4.35, by their numbers. A message
 * carries them as unknown fields, and who knows them reads them as if they had always been there.
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
