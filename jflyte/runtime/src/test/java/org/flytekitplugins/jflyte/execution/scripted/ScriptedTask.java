package org.flytekitplugins.jflyte.execution.scripted;

import java.io.IOException;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkRunnableTask;

/** A plain task that plays the script of {@code task}. */
public final class ScriptedTask
    extends SdkRunnableTask<SdkBindingData<String>, SdkBindingData<String>> {
  private static final long serialVersionUID = 1L;

  public ScriptedTask() {
    super(
        SdkLiteralTypes.strings().asSdkType("script"),
        SdkLiteralTypes.strings().asSdkType("result"));
    Script.construct(System.getenv("BROKEN"));
  }

  @Override
  public String getType() {
    return System.getenv().getOrDefault("TYPE", super.getType());
  }

  @Override
  public SdkBindingData<String> run(SdkBindingData<String> script) {
    try {
      return SdkBindingDataFactory.of(new Script("task").play(script.get()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
