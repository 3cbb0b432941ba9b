package org.flytekitplugins.jflyte.dynamic;

import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.LatestVersions;
import org.flytekitplugins.jflyte.publish.AdminConnection;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.flytekitplugins.jflyte.publish.RegisteredVersions;

/** Asks flyteadmin, with the token that the environment gives. Connects with the first question. */
final class FlyteadminEntities implements RemoteEntities {
  private final AdminConnection flyteadmin;
  private final LatestVersions latestVersions;

  private FlyteadminEntities(AdminConnection flyteadmin) {
    this.flyteadmin = flyteadmin;
    this.latestVersions = new RegisteredVersions(flyteadmin);
  }

  static RemoteEntities of(Map<String, String> environment) {
    return new FlyteadminEntities(
        new AdminConnection(
            new LauncherEnvironment(environment), /* authMode= */ null, AdminListener.NONE));
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
    return latestVersions.latestVersion(type, project, domain, name);
  }

  private Optional<Task> registered(Identifier id) {
    try {
      return flyteadmin.client().getTask(id).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close() {
    flyteadmin.close();
  }
}
