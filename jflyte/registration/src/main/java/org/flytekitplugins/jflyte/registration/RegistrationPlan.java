package org.flytekitplugins.jflyte.registration;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
   * @param activation of a launch plan that would be active because it is asked for; else null
   * @param words what an entity that would be created says of itself, a line each; else none
   */
  public record PlannedEntity(
      EntityId id,
      Action action,
      List<Difference> differences,
      @Nullable Activation activation,
      List<String> words) {
    /** Keeps copies that nobody can change. */
    public PlannedEntity {
      words = List.copyOf(words);
      differences = List.copyOf(differences);
    }

    /** What a user reads. */
    @Override
    public String toString() {
      return switch (action) {
        case CREATE ->
            id.brief()
                + ": would be created"
                + (activation == null ? "" : " and activated; " + activation.now() + " now")
                + words.stream().map(line -> "\n  " + line).collect(Collectors.joining());
        case KEEP -> id.brief() + ": already there" + (activation == null ? "" : " and active");
        case ACTIVATE ->
            id.brief()
                + ": already there, would be activated"
                + (activation == null ? "" : "; " + activation.now() + " now");
        case CONFLICT -> id.brief() + ": " + Registration.different(id, differences);
      };
    }
  }

  /** Whether the server has anything else than the package: exit code 3 of {@code --dry-run}. */
  public boolean differs() {
    return entities.stream().anyMatch(entity -> entity.action() != Action.KEEP);
  }

  /**
   * One line: {@code 12 would be created, 3 already there, 1 with another content}, and how many
   * launch plans would be activated if any; if nothing would be done, {@code nothing to do: 15
   * already there}.
   */
  public String summary() {
    long present = count(Action.KEEP) + count(Action.ACTIVATE);
    if (!differs()) {
      return "nothing to do: " + present + " already there";
    }
    long activated =
        entities.stream()
            .map(PlannedEntity::activation)
            .filter(activation -> activation != null && activation.isChange())
            .count();
    return count(Action.CREATE)
        + " would be created, "
        + present
        + " already there, "
        + count(Action.CONFLICT)
        + " with another content"
        + (activated == 0 ? "" : ", " + activated + " would be activated");
  }

  private long count(Action action) {
    return entities.stream().filter(entity -> entity.action() == action).count();
  }

  static RegistrationPlan make(
      List<Entity> entities, RegistrationOptions options, EntityCalls calls) {
    List<PlannedEntity> plans =
        Failures.join(
            BoundedCalls.all(entities, options.concurrency(), entity -> plan(entity, calls)));
    // Nothing is activated of a package of which something cannot be registered.
    if (options.activateLaunchPlans()
        && plans.stream().noneMatch(plan -> plan.action() == Action.CONFLICT)) {
      plans =
          Failures.join(
              BoundedCalls.all(plans, options.concurrency(), plan -> activated(plan, calls)));
    }
    return new RegistrationPlan(plans);
  }

  private static CompletableFuture<PlannedEntity> plan(Entity entity, EntityCalls calls) {
    return calls
        .differences(entity)
        .thenApply(
            found -> {
              List<Difference> differences = found.orElse(List.of());
              Action action =
                  found.isEmpty()
                      ? Action.CREATE
                      : differences.isEmpty() ? Action.KEEP : Action.CONFLICT;
              List<String> words =
                  action == Action.CREATE ? EntityInWords.of(entity.request()) : List.of();
              return new PlannedEntity(entity.id(), action, differences, null, words);
            });
  }

  private static CompletableFuture<PlannedEntity> activated(PlannedEntity plan, EntityCalls calls) {
    if (plan.id().kind() != EntityId.Kind.LAUNCH_PLAN) {
      return CompletableFuture.completedFuture(plan);
    }
    return calls
        .activation(plan.id())
        .thenApply(
            activation ->
                new PlannedEntity(
                    plan.id(),
                    plan.action() == Action.KEEP && activation.isChange()
                        ? Action.ACTIVATE
                        : plan.action(),
                    plan.differences(),
                    activation,
                    plan.words()));
  }
}
