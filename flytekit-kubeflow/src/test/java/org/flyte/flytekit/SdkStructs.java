package org.flyte.flytekit;

import org.flyte.api.v1.Struct;

/** What flytekit-java's registrars see of a task's custom field; only their package may look. */
public final class SdkStructs {
  private SdkStructs() {}

  public static Struct structOf(SdkStruct sdkStruct) {
    return sdkStruct.struct();
  }
}
