package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.util.List;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkPluginTask;
import org.flyte.flytekit.SdkStruct;

/** A task of a plugin in Flyte's backend, with every kind of field in its custom part. */
@AutoService(SdkPluginTask.class)
public final class QueryTask extends SdkPluginTask<SdkBindingData<String>, SdkBindingData<Long>> {
  /** The task. */
  public QueryTask() {
    super(
        SdkLiteralTypes.strings().asSdkType("query"), SdkLiteralTypes.integers().asSdkType("rows"));
  }

  @Override
  public String getType() {
    return "query";
  }

  @Override
  public SdkStruct getCustom() {
    SdkStruct inner = SdkStruct.builder().addStringField("inner", "value").build();
    return SdkStruct.builder()
        .addStringField("text", "select 1")
        .addIntegerField("integer", 7L)
        .addFloatField("real", 0.5)
        .addBooleanField("truth", true)
        .addStructField("struct", inner)
        .addStringCollectionField("texts", List.of("a", "b"))
        .addIntegerCollectionField("integers", List.of(1L, 2L))
        .addFloatCollectionField("reals", List.of(0.25, 0.75))
        .addBooleanCollectionField("truths", List.of(true, false))
        .addStructCollectionField("structs", List.of(inner, inner))
        .build();
  }

  @Override
  public int getRetries() {
    return 3;
  }

  @Override
  public boolean isCached() {
    return true;
  }

  @Override
  public String getCacheVersion() {
    return "query-1";
  }
}
