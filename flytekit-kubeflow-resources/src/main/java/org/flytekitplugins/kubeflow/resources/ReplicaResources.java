package org.flytekitplugins.kubeflow.resources;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceList;
import org.jspecify.annotations.Nullable;

/**
 * What each replica of a role ends up with, out of what its role, the task and the platform say.
 *
 * <p>Flyte's plugin neither replaces nor merges. A role that says anything has its cpu and memory
 * from itself and, where it leaves one of them out, from the platform, not from the task; the
 * task's GPUs and ephemeral storage come through to every role that does not say its own. A missing
 * request is the limit, a missing limit the request, and nothing is above the platform's limit.
 */
@AutoValue
public abstract class ReplicaResources {
  private static final Set<ResourceName> ALWAYS =
      Collections.unmodifiableSet(EnumSet.of(ResourceName.CPU, ResourceName.MEMORY));

  /** Who says how much of a resource a replica gets. */
  public enum Origin {
    /** The role itself. */
    ROLE,
    /** The task, for the roles that do not say. */
    TASK,
    /** The platform, for want of anybody else. */
    PLATFORM
  }

  ReplicaResources() {}

  /** What a replica requests. */
  public abstract ResourceList requests();

  /** What a replica is limited to. */
  public abstract ResourceList limits();

  /** Who says how much of each resource it is. */
  public abstract Map<ResourceName, Origin> origins();

  /** The resources of which the platform's limit leaves less than somebody asked for. */
  public abstract Set<ResourceName> lowered();

  /** As people have it who submit a job without Flyte: what the role says, else the task. */
  static ReplicaResources asWritten(ReplicaSpec role, TaskContainer task) {
    Map<ResourceName, Origin> origins = new EnumMap<>(ResourceName.class);
    said(task.requests(), task.limits()).forEach(name -> origins.put(name, Origin.TASK));
    said(role.requests(), role.limits()).forEach(name -> origins.put(name, Origin.ROLE));
    return create(
        where(origins, Origin.ROLE, role.requests(), task.requests()),
        where(origins, Origin.ROLE, role.limits(), task.limits()),
        origins,
        Set.of());
  }

  /** What Flyte's plugin makes of a role of a task on an installation. */
  public static ReplicaResources onPlatform(
      ReplicaSpec role, TaskContainer task, FlytePlatform platform) {
    Adjustment adjustment = new Adjustment(platform);
    // What flyteadmin makes of a task when it starts an execution; it hands down all its defaults.
    EnumSet<ResourceName> ofTask = said(task.requests(), task.limits());
    ofTask.addAll(platform.defaults().quantities().keySet());
    Amounts requests = Amounts.of(task.requests());
    Amounts limits = Amounts.of(task.limits());
    adjustment.apply(requests, limits, ofTask);

    Map<ResourceName, Origin> origins = new EnumMap<>(ResourceName.class);
    ofTask.forEach(name -> origins.put(name, Origin.PLATFORM));
    said(task.requests(), task.limits()).forEach(name -> origins.put(name, Origin.TASK));
    EnumSet<ResourceName> ofRole = said(role.requests(), role.limits());
    if (!ofRole.isEmpty()) {
      Amounts roleRequests = Amounts.of(role.requests());
      Amounts roleLimits = Amounts.of(role.limits());
      ALWAYS.forEach(name -> origins.put(name, Origin.PLATFORM));
      ofRole.forEach(name -> origins.put(name, Origin.ROLE));
      ofRole.addAll(ALWAYS);
      adjustment.lowered.removeAll(ofRole);
      adjustment.apply(roleRequests, roleLimits, ofRole);
      for (ResourceName name : ofRole) {
        requests.put(name, roleRequests.get(name));
        limits.put(name, roleLimits.get(name));
      }
    }
    return create(requests.toList(), limits.toList(), origins, adjustment.lowered);
  }

  private static ReplicaResources create(
      ResourceList requests,
      ResourceList limits,
      Map<ResourceName, Origin> origins,
      Set<ResourceName> lowered) {
    return new AutoValue_ReplicaResources(
        requests,
        limits,
        Collections.unmodifiableMap(origins),
        Collections.unmodifiableSet(lowered));
  }

  private static EnumSet<ResourceName> said(ResourceList requests, ResourceList limits) {
    EnumSet<ResourceName> names = EnumSet.noneOf(ResourceName.class);
    names.addAll(requests.quantities().keySet());
    names.addAll(limits.quantities().keySet());
    return names;
  }

  private static ResourceList where(
      Map<ResourceName, Origin> origins, Origin origin, ResourceList then, ResourceList otherwise) {
    Amounts amounts = Amounts.of(ResourceList.empty());
    origins.forEach(
        (name, who) ->
            amounts.put(name, (who == origin ? then : otherwise).quantities().get(name)));
    return amounts.toList();
  }

  /** Fills what is missing and lowers what is too much, in place. */
  private static final class Adjustment {
    final Set<ResourceName> lowered = EnumSet.noneOf(ResourceName.class);
    private final FlytePlatform platform;

    Adjustment(FlytePlatform platform) {
      this.platform = platform;
    }

    void apply(Amounts requests, Amounts limits, Set<ResourceName> names) {
      for (ResourceName name : names) {
        Quantity request =
            firstOf(
                requests.get(name), limits.get(name), platform.defaults().quantities().get(name));
        Quantity limit = firstOf(limits.get(name), request);
        Quantity most = platform.limits().quantities().get(name);
        if (isAbove(request, most) || isAbove(limit, most)) {
          lowered.add(name);
        }
        limits.put(name, least(limit, most));
        requests.put(name, least(least(request, most), limits.get(name)));
      }
    }

    private static @Nullable Quantity firstOf(@Nullable Quantity... quantities) {
      for (Quantity quantity : quantities) {
        if (quantity != null) {
          return quantity;
        }
      }
      return null;
    }

    private static @Nullable Quantity least(@Nullable Quantity quantity, @Nullable Quantity most) {
      return isAbove(quantity, most) ? most : quantity;
    }

    private static boolean isAbove(@Nullable Quantity quantity, @Nullable Quantity most) {
      return quantity != null && most != null && quantity.compareTo(most) > 0;
    }
  }
}
