package org.flytekitplugins.spi;

/** The context of the process: what is installed, else what the environment says. */
final class CurrentTaskContext extends Installed<TaskContext> {
  static final CurrentTaskContext INSTANCE = new CurrentTaskContext();

  private CurrentTaskContext() {}

  @Override
  TaskContext standard() {
    return TaskContext.of(System.getenv());
  }
}
