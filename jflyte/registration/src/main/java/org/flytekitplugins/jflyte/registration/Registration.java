package org.flytekitplugins.jflyte.registration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.Creation;
import org.flytekitplugins.jflyte.JflyteException;
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
   * Registers. What fails takes only that along which needs it. Launch plans are activated only
   * once everything is registered: a schedule must not begin with half of a package.
   *
   * @param closure what to register
   * @return what became of each entity
   * @throws JflyteException if entities need each other in a circle, or if flyteadmin could not be
   *     used at all; nothing is registered then
   */
  public RegistrationReport register(ProjectClosure closure) {
    long start = System.nanoTime();
    ReferenceGraph graph = ReferenceGraph.of(closure);
    CompletableFuture<List<EntityReport>> walk =
        new GraphWalk(graph, options.concurrency(), options.listener(), this::register).run();
    List<EntityReport> reports = Failures.join(walk);
    if (options.activateLaunchPlans() && reports.stream().allMatch(EntityReport::isRegistered)) {
      reports = activate(reports);
    }
    return new RegistrationReport(reports, Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Finds out what {@link #register} would do; changes nothing.
   *
   * @param closure what would be registered
   * @return what would become of each entity
   * @throws org.flytekitplugins.jflyte.JflyteException if entities need each other in a circle
   */
  public RegistrationPlan plan(ProjectClosure closure) {
    return RegistrationPlan.make(ReferenceGraph.of(closure).entities(), options, calls);
  }

  private CompletableFuture<EntityResult> register(Entity entity) {
    return calls.create(entity).thenCompose(creation -> result(entity, creation));
  }

  private List<EntityReport> activate(List<EntityReport> reports) {
    return BoundedCalls.all(
            reports,
            options.concurrency(),
            report ->
                report.id().kind() == EntityId.Kind.LAUNCH_PLAN
                    ? activate(report)
                    : CompletableFuture.completedFuture(report))
        .join();
  }

  private CompletableFuture<EntityReport> activate(EntityReport report) {
    return calls
        .activation(report.id())
        .thenCompose(
            activation ->
                activation.isChange()
                    ? calls.activate(report.id()).thenApply(done -> activation)
                    : CompletableFuture.completedFuture(activation))
        .handle(
            (activation, failure) ->
                failure == null
                    ? new EntityReport(report.id(), report.result(), activation)
                    : new EntityReport(
                        report.id(),
                        new EntityResult.NotActivated(
                            report.result(), Failures.sentence(Failures.cause(failure)))));
  }

  private CompletableFuture<EntityResult> result(Entity entity, Creation creation) {
    if (creation.kind() == Creation.Kind.CREATED) {
      return CompletableFuture.completedFuture(new EntityResult.Created());
    }
    if (creation.kind() == Creation.Kind.ALREADY_THERE) {
      return CompletableFuture.completedFuture(new EntityResult.Present());
    }
    String words = creation.message();
    return calls.differences(entity).thenApply(found -> refused(entity, words, found));
  }

  private static EntityResult refused(
      Entity entity, String words, Optional<List<Difference>> differences) {
    if (differences.isEmpty()) {
      return new EntityResult.Failed(
          "flyteadmin refused it: " + words.strip().replaceAll("\\s+", " "));
    }
    return differences.get().isEmpty()
        ? new EntityResult.Present()
        : new EntityResult.Failed(different(entity.id(), differences.get()));
  }

  static String different(EntityId id, List<Difference> differences) {
    return "version "
        + id.version()
        + " is registered with another content, which never changes; register under a new version."
        + " What differs:\n"
        + Difference.lines(differences);
  }
}
