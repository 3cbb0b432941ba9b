package org.flytekitplugins.kubeflow.tasks;

/** Another task with an {@link ExtendedTask}'s name. Not a service of every test. */
public final class NamesakeTask extends ExtendedTask {
  private static final long serialVersionUID = 1L;

  @Override
  public String getName() {
    return ExtendedTask.class.getName();
  }
}
