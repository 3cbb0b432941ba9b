package org.flytekitplugins.spi;

/** The parameters of the process: where a launcher installed them, else nowhere. */
final class CurrentTrainingParameters extends Installed<TrainingParameters> {
  static final CurrentTrainingParameters INSTANCE = new CurrentTrainingParameters();

  private CurrentTrainingParameters() {}

  @Override
  TrainingParameters standard() {
    return (name, value) -> {};
  }
}
