package org.flytekitplugins.jflyte.registration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flytekitplugins.jflyte.admin.AdminClient;
import org.flytekitplugins.jflyte.admin.Creation;
import org.flytekitplugins.jflyte.closure.ProjectClosure;

/**
 * Registers all entities of a package. It can be done again at any time: what is there with the
 * same content is left as it is, so that a registration that was killed is completed by the next.
 */
public final class Registration {
  private final EntityCalls calls;
  private final RegistrationOptions options;

  /**
   * @param admin where to register
   * @param options how
   */
  public Registration(AdminClient admin, RegistrationOptions options) {
    this.calls = new EntityCalls(admin);
    this.options = options;
  }

  /**
   * Registers. What fails takes only that along which needs it.
   *
   * @param closure what to register
   * @return what became of each entity
   * @throws org.flytekitplugins.jflyte.JflyteException if entities need each other in a circle;
   *     nothing is registered then
   */
  public RegistrationReport register(ProjectClosure closure) {
    long start = System.nanoTime();
    ReferenceGraph graph = ReferenceGraph.of(closure);
    List<EntityReport> entities =
        new GraphWalk(graph, options.concurrency(), options.listener(), this::register)
            .run()
            .join();
    return new RegistrationReport(entities, Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Finds out what {@link #register} would do; changes nothing.
   *
   * @param closure what would be registered
   * @return what would become of each entity
   * @throws org.flytekitplugins.jflyte.JflyteException if entities need each other in a circle
   */
  public RegistrationPlan plan(ProjectClosure closure) {
    return RegistrationPlan.make(
        ReferenceGraph.of(closure).entities(), options.concurrency(), calls);
  }

  private CompletableFuture<Outcome> register(Entity entity) {
    CompletableFuture<Outcome> created =
        calls.create(entity).thenCompose(creation -> outcome(entity, creation));
    if (!options.activateLaunchPlans() || entity.id().kind() != EntityId.Kind.LAUNCH_PLAN) {
      return created;
    }
    return created.thenCompose(
        outcome ->
            new EntityReport(entity.id(), outcome).isRegistered()
                ? calls.activate(entity).thenApply(done -> outcome)
                : CompletableFuture.completedFuture(outcome));
  }

  private CompletableFuture<Outcome> outcome(Entity entity, Creation creation) {
    if (creation instanceof Creation.Created) {
      return CompletableFuture.completedFuture(new Outcome.Created());
    }
    if (creation instanceof Creation.AlreadyThere) {
      return CompletableFuture.completedFuture(new Outcome.Present());
    }
    String words = ((Creation.Refused) creation).message();
    return calls.differences(entity).thenApply(found -> refused(entity, words, found));
  }

  private static Outcome refused(
      Entity entity, String words, Optional<List<Difference>> differences) {
    if (differences.isEmpty()) {
      return new Outcome.Failed("flyteadmin refused it: " + words.strip().replaceAll("\\s+", " "));
    }
    return differences.get().isEmpty()
        ? new Outcome.Present()
        : new Outcome.Failed(different(entity.id(), differences.get()));
  }

  static String different(EntityId id, List<Difference> differences) {
    return "version "
        + id.version()
        + " is registered with another content, which never changes; register under a new version."
        + " What differs:\n"
        + Difference.lines(differences);
  }
}
