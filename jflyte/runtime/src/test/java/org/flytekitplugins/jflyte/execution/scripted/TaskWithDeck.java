package org.flytekitplugins.jflyte.execution.scripted;

import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** A plain task that says it leaves a deck, and adds nothing to it. */
public final class TaskWithDeck extends SdkRunnableTask<Void, Void>
    implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  public TaskWithDeck() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public boolean getGeneratesDeck() {
    return true;
  }

  @Override
  public Void run(Void nothing) {
    return null;
  }
}
