package org.flytekitplugins.jflyte.dynamic;

import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.LatestVersions;
import org.flytekitplugins.jflyte.driver.FinalFailures;
import org.flytekitplugins.jflyte.publish.AdminConnection;
import org.flytekitplugins.jflyte.publish.RegisteredVersions;

/** Asks flyteadmin, with the token that the environment gives. Connects with the first question. */
final class FlyteadminEntities implements RemoteEntities {
  private final AdminConnection flyteadmin;
  private final LatestVersions latestVersions;

  private FlyteadminEntities(AdminConnection flyteadmin) {
    this.flyteadmin = flyteadmin;
    this.latestVersions = new RegisteredVersions(flyteadmin);
  }

  /**
   * Connects to nothing yet.
   *
   * @param services where flyteadmin is and how to get in
   */
  static RemoteEntities of(Supplier<AdminConfig> services) {
    return new FlyteadminEntities(new AdminConnection(services, AdminListener.NONE));
  }

  @Override
  public TaskTemplate task(Identifier id) {
    return registered(id)
        .orElseThrow(
            () ->
                new JflyteException(
                    String.format(
                        "task %s, version %s, is not registered in project %s, domain %s: refer to"
                            + " a version that is",
                        id.getName(), id.getVersion(), id.getProject(), id.getDomain())))
        .getClosure()
        .getCompiledTask()
        .getTemplate();
  }

  @Override
  public String latestVersion(ResourceType type, String project, String domain, String name) {
    try {
      return latestVersions.latestVersion(type, project, domain, name);
    } catch (RuntimeException e) {
      throw isOfCall(e) ? FinalFailures.ofCall(lookUp(name), e) : e;
    }
  }

  private Optional<Task> registered(Identifier id) {
    CompletableFuture<Optional<Task>> task = flyteadmin.client().getTask(id);
    try {
      return task.join();
    } catch (CompletionException e) {
      throw FinalFailures.ofCall(lookUp(id.getName()), e);
    }
  }

  private static String lookUp(String name) {
    return "the task needs " + name + ", which cannot be looked up";
  }

  private static boolean isOfCall(Throwable failure) {
    return failure instanceof AdminException
        || (failure.getCause() != null && isOfCall(failure.getCause()));
  }

  @Override
  public void close() {
    flyteadmin.close();
  }
}
