package org.flytekitplugins.jflyte.execution.scripted;

import java.io.IOException;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** A training as a PyTorchJob that {@code JOB} tells, whose replicas play a script. */
public final class ScriptedPyTorchTraining
    extends SdkRunnableTask<SdkBindingData<String>, SdkBindingData<String>>
    implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  public ScriptedPyTorchTraining() {
    super(
        SdkLiteralTypes.strings().asSdkType("script"),
        SdkLiteralTypes.strings().asSdkType("result"));
    Script.construct(System.getenv("BROKEN"));
  }

  @Override
  public String getType() {
    return "pytorch";
  }

  @Override
  public int getTaskTypeVersion() {
    return 1;
  }

  @Override
  public boolean getGeneratesDeck() {
    return true;
  }

  @Override
  public SdkStruct getCustom() {
    TrainingJob job = Jobs.parse(System.getenv("JOB"));
    return job.kind().write(job.cluster());
  }

  @Override
  public SdkBindingData<String> run(SdkBindingData<String> script) {
    try {
      String who = TrainingContext.current().replica().toString();
      return SdkBindingDataFactory.of(new Script(who).play(script.get()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
