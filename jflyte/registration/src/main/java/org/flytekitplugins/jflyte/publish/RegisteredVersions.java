package org.flytekitplugins.jflyte.publish;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.LatestVersions;
import org.flytekitplugins.jflyte.closure.UnknownVersionException;
import org.flytekitplugins.kubeflow.internal.SentenceException;

/** Asks Flyte for latest versions. */
public final class RegisteredVersions implements LatestVersions {
  private final AdminConnection connection;

  /** Connects when it is asked first. */
  public RegisteredVersions(AdminConnection connection) {
    this.connection = connection;
  }

  @Override
  public String latestVersion(ResourceType type, String project, String domain, String name) {
    String kind = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    AdminClient client;
    try {
      client = connection.client();
    } catch (SentenceException e) {
      throw new JflyteException(
          String.format(
              "the reference to %s %s of project %s says no version, and only flyteadmin knows the"
                  + " latest: %s",
              kind, name, project, e.getMessage()),
          e);
    }
    NamedEntityIdentifier entity =
        NamedEntityIdentifier.newBuilder()
            .setProject(project)
            .setDomain(domain)
            .setName(name)
            .build();
    Optional<Identifier> latest = latest(client, type, entity);
    // There, workflows and launch plans are the tasks of their names that drive them.
    if (latest.isEmpty() && client.backend() == Backend.FLYTE_2) {
      latest = latest(client, ResourceType.TASK, entity);
    }
    return latest
        .map(Identifier::getVersion)
        .orElseThrow(
            () ->
                new UnknownVersionException(
                    String.format(
                        "%s has no %s %s in project %s, domain %s: register it, or correct the"
                            + " reference",
                        client.backend().words(), kind, name, project, domain),
                    null));
  }

  private static Optional<Identifier> latest(
      AdminClient client, ResourceType type, NamedEntityIdentifier entity) {
    CompletableFuture<Optional<Identifier>> latest =
        switch (type) {
          case TASK -> client.latestTask(entity);
          case WORKFLOW -> client.latestWorkflow(entity);
          case LAUNCH_PLAN -> client.latestLaunchPlan(entity);
          default -> throw new AssertionError(type);
        };
    try {
      return latest.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AdminException failure && !failure.everyCallFails()) {
        throw new UnknownVersionException(String.valueOf(failure.getMessage()), failure);
      }
      throw e.getCause() instanceof SentenceException failure ? failure : e;
    }
  }
}
