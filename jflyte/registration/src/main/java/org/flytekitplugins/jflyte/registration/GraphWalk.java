package org.flytekitplugins.jflyte.registration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.jspecify.annotations.Nullable;

/**
 * Registers the entities of a graph, a bounded number at a time, each as soon as what it needs is
 * there; those that most others wait for come first. What needs something that failed is not tried.
 * It has no thread of its own: whoever finishes an entity begins the next.
 */
final class GraphWalk {
  private static final String OBSTACLE = "flyteadmin could not be used";

  private final Function<Entity, CompletableFuture<EntityResult>> work;
  private final RegistrationListener listener;
  private final int concurrency;

  private final Map<EntityId, EntityResult> results = new LinkedHashMap<>();
  private final Map<EntityId, Integer> missing = new HashMap<>();
  private final Map<EntityId, List<Entity>> dependants = new HashMap<>();
  private final PriorityQueue<Entity> ready;
  private final Deque<Runnable> finished = new ArrayDeque<>();
  private final List<Entity> entities;
  private final CompletableFuture<List<EntityReport>> walk = new CompletableFuture<>();
  private boolean draining;
  private int running;
  private @Nullable AdminException obstacle;

  GraphWalk(
      ReferenceGraph graph,
      int concurrency,
      RegistrationListener listener,
      Function<Entity, CompletableFuture<EntityResult>> work) {
    this.concurrency = concurrency;
    this.listener = listener;
    this.work = work;
    this.entities = graph.entities();
    Map<EntityId, Integer> heights = graph.heights();
    Map<EntityId, Integer> order = new HashMap<>();
    ready =
        new PriorityQueue<>(
            Comparator.comparingInt((Entity entity) -> -heights.getOrDefault(entity.id(), 0))
                .thenComparingInt(entity -> order.getOrDefault(entity.id(), 0)));
    for (Entity entity : entities) {
      order.put(entity.id(), order.size());
      missing.put(entity.id(), entity.needs().size());
      for (EntityId need : entity.needs()) {
        dependants.computeIfAbsent(need, id -> new ArrayList<>()).add(entity);
      }
    }
    for (Entity entity : entities) {
      if (entity.needs().isEmpty()) {
        ready.add(entity);
      }
    }
  }

  /**
   * What became of each entity, in the order of the graph; an {@link AdminException} if flyteadmin
   * could not be used at all.
   */
  CompletableFuture<List<EntityReport>> run() {
    enqueue(() -> {});
    return walk;
  }

  /** Lets one thread at a time change the state, whichever finishes something. */
  private void enqueue(Runnable change) {
    synchronized (finished) {
      finished.add(change);
      if (draining) {
        return;
      }
      draining = true;
    }
    try {
      while (true) {
        Runnable next;
        synchronized (finished) {
          next = finished.poll();
          if (next == null) {
            draining = false;
            return;
          }
        }
        next.run();
        begin();
      }
    } catch (RuntimeException | Error e) {
      walk.completeExceptionally(e);
      throw e;
    }
  }

  private void begin() {
    while (running < concurrency && !ready.isEmpty()) {
      Entity entity = ready.remove();
      if (obstacle != null) {
        end(entity, new EntityResult.Skipped(OBSTACLE));
        continue;
      }
      running++;
      var unused =
          start(entity)
              .whenComplete(
                  (result, failure) ->
                      enqueue(
                          () -> {
                            running--;
                            end(entity, failure == null ? result : failed(failure));
                          }));
    }
    if (results.size() == entities.size() && !walk.isDone()) {
      complete(
          entities.stream()
              .map(entity -> new EntityReport(entity.id(), result(entity.id())))
              .toList());
    }
  }

  private void complete(List<EntityReport> reports) {
    // One sentence, not one for each entity, says all if no call went through.
    if (obstacle != null && reports.stream().noneMatch(EntityReport::isRegistered)) {
      walk.completeExceptionally(obstacle);
    } else {
      walk.complete(reports);
    }
  }

  private CompletableFuture<EntityResult> start(Entity entity) {
    try {
      return work.apply(entity);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private EntityResult failed(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof AdminException admin && admin.everyCallFails()) {
      obstacle = admin;
    }
    return new EntityResult.Failed(Failures.sentence(cause));
  }

  private void end(Entity entity, EntityResult result) {
    results.put(entity.id(), result);
    EntityReport report = new EntityReport(entity.id(), result);
    listener.finished(report, results.size(), entities.size());
    for (Entity dependant : dependants.getOrDefault(entity.id(), List.of())) {
      if (results.containsKey(dependant.id())) {
        continue;
      }
      if (!report.isRegistered()) {
        String because =
            obstacle == null ? "the " + entity.id().brief() + " is not registered" : OBSTACLE;
        end(dependant, new EntityResult.Skipped(because));
      } else if (missing.merge(dependant.id(), -1, Integer::sum) == 0) {
        ready.add(dependant);
      }
    }
  }

  private EntityResult result(EntityId id) {
    EntityResult result = results.get(id);
    if (result == null) {
      throw new IllegalStateException(id.toString());
    }
    return result;
  }
}
