package org.flytekitplugins.jflyte.registration;

import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.flytekitplugins.kubeflow.internal.DurationText;

/**
 * What became of all entities of a package.
 *
 * @param entities each of them, in the order of the package: tasks, workflows, launch plans
 * @param took how long it took
 */
public record RegistrationReport(List<EntityReport> entities, Duration took) {
  /** Keeps a copy that nobody can change. */
  public RegistrationReport {
    entities = List.copyOf(entities);
  }

  /** Whether all of them are registered, and activated if they should be. */
  public boolean isComplete() {
    return entities.stream().allMatch(EntityReport::isDone);
  }

  /** Those that are not registered, or not activated though they should be. */
  public List<EntityReport> failures() {
    return entities.stream().filter(entity -> !entity.isDone()).toList();
  }

  /** Those launch plans that were activated and had not been active. */
  public List<EntityReport> activated() {
    return entities.stream().filter(EntityReport::isActivated).toList();
  }

  /**
   * One line: {@code 12 tasks, 4 workflows, 4 launch plans registered in 1.2 s; 3 already there}.
   * The numbers at its begin are what this registration created; what was activated, what failed
   * and what was not tried is added at its end if there is any. If all was there before: {@code
   * nothing to do: 23 already there}.
   */
  public String summary() {
    long present = entities.stream().filter(EntityReport::isPresent).count();
    long activated = activated().size();
    if (isComplete() && present == entities.size() && activated == 0) {
      return "nothing to do: " + present + " already there";
    }
    StringJoiner kinds = new StringJoiner(", ");
    for (EntityId.Kind kind : EntityId.Kind.values()) {
      kinds.add(
          kind.count(
              entities.stream()
                  .filter(entity -> entity.id().kind() == kind && entity.isCreated())
                  .count()));
    }
    long inactive = count(EntityResult.NotActivated.class);
    long failed = count(EntityResult.Failed.class);
    long skipped = count(EntityResult.Skipped.class);
    return (kinds + " registered in " + DurationText.measured(took))
        + ("; " + present + " already there")
        + (activated == 0 ? "" : ", " + activated + " activated")
        + (inactive == 0 ? "" : ", " + inactive + " not activated")
        + (failed == 0 ? "" : ", " + failed + " failed")
        + (skipped == 0 ? "" : ", " + skipped + " not tried");
  }

  private long count(Class<? extends EntityResult> result) {
    return entities.stream().filter(entity -> result.isInstance(entity.result())).count();
  }
}
