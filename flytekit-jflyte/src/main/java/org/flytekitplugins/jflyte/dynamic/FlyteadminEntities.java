package org.flytekitplugins.jflyte.dynamic;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.admin.AdminClient;
import org.flytekitplugins.jflyte.closure.UnknownVersionException;
import org.flytekitplugins.jflyte.config.AdminConfigReader;
import org.jspecify.annotations.Nullable;

/** Asks flyteadmin, with the token that the environment gives. Connects with the first question. */
final class FlyteadminEntities implements RemoteEntities {
  private final Map<String, String> environment;
  private @Nullable AdminClient client;

  private FlyteadminEntities(Map<String, String> environment) {
    this.environment = environment;
  }

  static RemoteEntities of(Map<String, String> environment) {
    return new FlyteadminEntities(environment);
  }

  @Override
  public TaskTemplate task(Identifier id) {
    Task task =
        answer(client().getTask(id))
            .orElseThrow(
                () ->
                    new JflyteException(
                        String.format(
                            "task %s, version %s, is not registered in project %s, domain %s: refer"
                                + " to a version that is",
                            id.getName(), id.getVersion(), id.getProject(), id.getDomain())));
    return task.getClosure().getCompiledTask().getTemplate();
  }

  @Override
  public String latestVersion(ResourceType type, String project, String domain, String name) {
    NamedEntityIdentifier id =
        NamedEntityIdentifier.newBuilder()
            .setProject(project)
            .setDomain(domain)
            .setName(name)
            .build();
    CompletableFuture<Optional<Identifier>> latest =
        switch (type) {
          case TASK -> client().latestTask(id);
          case WORKFLOW -> client().latestWorkflow(id);
          case LAUNCH_PLAN -> client().latestLaunchPlan(id);
          default -> throw new IllegalArgumentException("there are no references to " + type);
        };
    return answer(latest)
        .orElseThrow(
            () ->
                new UnknownVersionException(
                    String.format(
                        "%s %s is not registered in project %s, domain %s: register it first",
                        type.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        name,
                        project,
                        domain),
                    null))
        .getVersion();
  }

  private AdminClient client() {
    AdminClient open = client;
    if (open == null) {
      open =
          AdminClient.connect(
              new AdminConfigReader(environment, AdminConfigReader.home(environment)).read());
      client = open;
    }
    return open;
  }

  private static <T> T answer(CompletableFuture<T> question) {
    try {
      return question.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close() {
    AdminClient open = client;
    if (open != null) {
      open.close();
    }
  }
}
