package org.flyte.flytekit;

import org.flyte.api.v1.Struct;

/** What stands in an {@link SdkStruct}; flytekit-java shows it to its own package only. */
public final class SdkStructContents {
  private SdkStructContents() {}

  public static Struct of(SdkStruct struct) {
    return struct.struct();
  }
}
