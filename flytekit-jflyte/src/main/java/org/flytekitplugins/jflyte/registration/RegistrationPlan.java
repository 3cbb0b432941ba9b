package org.flytekitplugins.jflyte.registration;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * What a registration would do.
 *
 * @param entities each entity, in the order of the package: tasks, workflows, launch plans
 */
public record RegistrationPlan(List<PlannedEntity> entities) {
  /** Keeps a copy that nobody can change. */
  public RegistrationPlan {
    entities = List.copyOf(entities);
  }

  /** What would become of an entity. */
  public enum Action {
    /** It is not there. */
    CREATE,
    /** It is there with the same content. */
    KEEP,
    /** It is there with the same content, but is not the active launch plan that it should be. */
    ACTIVATE,
    /** It is there with another content, so that its registration would fail. */
    CONFLICT
  }

  /**
   * What would become of an entity.
   *
   * @param id of the entity
   * @param action what would become of it
   * @param differences of a conflict; else none
   */
  public record PlannedEntity(EntityId id, Action action, List<Difference> differences) {
    /** Keeps a copy that nobody can change. */
    public PlannedEntity {
      differences = List.copyOf(differences);
    }

    /** What a user reads. */
    @Override
    public String toString() {
      return switch (action) {
        case CREATE -> id.brief() + ": would be created";
        case KEEP -> id.brief() + ": already there";
        case ACTIVATE -> id.brief() + ": already there, would be activated";
        case CONFLICT -> id.brief() + ": " + Registration.different(id, differences);
      };
    }
  }

  /** Whether the server has anything else than the package: exit code 3 of {@code --dry-run}. */
  public boolean differs() {
    return entities.stream().anyMatch(entity -> entity.action() != Action.KEEP);
  }

  /** One line: {@code 12 would be created, 3 already there, 1 with another content}. */
  public String summary() {
    return count(Action.CREATE)
        + " would be created, "
        + count(Action.KEEP)
        + " already there, "
        + count(Action.CONFLICT)
        + " with another content"
        + (count(Action.ACTIVATE) == 0
            ? ""
            : ", " + count(Action.ACTIVATE) + " would be activated");
  }

  private long count(Action action) {
    return entities.stream().filter(entity -> entity.action() == action).count();
  }

  static RegistrationPlan make(
      List<Entity> entities, RegistrationOptions options, EntityCalls calls) {
    try {
      return new RegistrationPlan(
          BoundedCalls.all(
                  entities,
                  options.concurrency(),
                  entity ->
                      calls
                          .registered(entity)
                          .thenApply(found -> plan(entity, found, options.activateLaunchPlans())))
              .join());
    } catch (CompletionException e) {
      throw Failures.cause(e) instanceof JflyteException sentence ? sentence : e;
    }
  }

  private static PlannedEntity plan(
      Entity entity, Optional<Registered> found, boolean activateLaunchPlans) {
    if (found.isEmpty()) {
      return new PlannedEntity(entity.id(), Action.CREATE, List.of());
    }
    Registered there = found.get();
    boolean shouldBeActive = activateLaunchPlans && entity.id().kind() == EntityId.Kind.LAUNCH_PLAN;
    Action action =
        !there.differences().isEmpty()
            ? Action.CONFLICT
            : shouldBeActive && !there.isActive() ? Action.ACTIVATE : Action.KEEP;
    return new PlannedEntity(entity.id(), action, there.differences());
  }
}
