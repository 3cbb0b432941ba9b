package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.BlobType.BlobDimensionality;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flyte.flytekit.SdkRunnableTask;

/** Has a task inside, whose name therefore has a dollar sign. */
public final class Outer {
  static final BlobType CSV =
      BlobType.builder().format("csv").dimensionality(BlobDimensionality.MULTIPART).build();

  private Outer() {}

  /** A task of blobs of a type of their own, whose memory is requested but not limited. */
  @AutoService(SdkRunnableTask.class)
  public static final class NestedTask
      extends SdkRunnableTask<SdkBindingData<Blob>, SdkBindingData<Map<String, Boolean>>> {
    /** The task. */
    public NestedTask() {
      super(
          SdkLiteralTypes.blobs(CSV).asSdkType("table"),
          SdkLiteralTypes.maps(SdkLiteralTypes.booleans()).asSdkType("flags"));
    }

    @Override
    public SdkResources getResources() {
      return SdkResources.builder().requests(Map.of(ResourceName.MEMORY, "2Gi")).build();
    }

    @Override
    public SdkBindingData<Map<String, Boolean>> run(SdkBindingData<Blob> input) {
      return SdkBindingDataFactory.ofBooleanMap(Map.of());
    }
  }
}
