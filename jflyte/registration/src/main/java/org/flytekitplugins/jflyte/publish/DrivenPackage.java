package org.flytekitplugins.jflyte.publish;

import java.util.function.Consumer;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.driver.DriverTasks;

/** A package whose workflows and launch plans are driven by tasks, where Flyte has none. */
public final class DrivenPackage {
  private DrivenPackage() {}

  /**
   * The package as a Flyte 2 takes it.
   *
   * @param settings whose image drivers run in
   * @param notes hears what of the package is not done there, a sentence each
   * @throws org.flytekitplugins.jflyte.JflyteException if a driver would have the name of a task,
   *     or nobody says which image it runs in
   */
  public static ClosedPackage of(
      ClosedPackage closed, PackageSettings settings, Consumer<String> notes) {
    ProjectClosure closure = closed.closure();
    if (closure.workflows().isEmpty() && closure.launchPlans().isEmpty()) {
      return closed;
    }
    DriverTasks.notes(closure).forEach(notes);
    return new ClosedPackage(
        DriverTasks.in(closure, settings.images().defaultImage("the driver of a workflow")),
        closed.source(),
        closed.filesToStage(),
        closed.stagingLocation());
  }
}
