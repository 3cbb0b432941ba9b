package org.flytekitplugins.jflyte.execution.scripted;

import java.io.IOException;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.tensorflow.TensorflowTask;

/** A training whose job is told by the variable {@code JOB}, and whose replicas play a script. */
public final class ScriptedTraining
    extends TensorflowTask<SdkBindingData<String>, SdkBindingData<String>> {
  private static final long serialVersionUID = 1L;

  public ScriptedTraining() {
    super(
        SdkLiteralTypes.strings().asSdkType("script"),
        SdkLiteralTypes.strings().asSdkType("result"),
        Jobs.tfJob(System.getenv("JOB")));
    Script.construct(System.getenv("BROKEN"));
  }

  @Override
  public SdkBindingData<String> run(SdkBindingData<String> script) {
    try {
      String who = TrainingContext.current().replica().toString();
      String said = new Script(who).play(script.get());
      return said.equals("null") ? null : SdkBindingDataFactory.of(said);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
