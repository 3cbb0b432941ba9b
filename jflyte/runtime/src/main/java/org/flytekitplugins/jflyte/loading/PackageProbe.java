package org.flytekitplugins.jflyte.loading;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the class that made a package fail, one class after the other: flytekit-java's
 * registrars stop at the first failure and do not say whose it was.
 */
final class PackageProbe {
  private static final List<List<String>> SERVICES =
      List.of(ServiceFiles.TASKS, List.of(ServiceFiles.WORKFLOW, ServiceFiles.LAUNCH_PLANS));

  private final ClassLoader classLoader;

  PackageProbe(ClassLoader classLoader) {
    this.classLoader = classLoader;
  }

  /** The first class named in a service file that cannot be linked. */
  @Nullable String firstUnloadable() {
    for (List<String> services : SERVICES) {
      for (String service : services) {
        for (String provider : ServiceFiles.providers(classLoader, service)) {
          try {
            link(provider);
          } catch (LinkageError e) {
            return provider;
          } catch (ClassNotFoundException e) {
            // Not the one: flytekit-java comes to it later, or never.
          }
        }
      }
    }
    return null;
  }

  // Looks at the signatures of its constructors, as making it does.
  private int link(String provider) throws ClassNotFoundException {
    return Class.forName(provider, false, classLoader).getConstructors().length;
  }

  /** What to say of the first two classes that have one name among tasks or among workflows. */
  @Nullable String firstDuplicate() {
    String task = firstDuplicate("task", ServiceFiles.TASKS);
    return task != null ? task : firstDuplicate("workflow", List.of(ServiceFiles.WORKFLOW));
  }

  private @Nullable String firstDuplicate(String kind, List<String> services) {
    Map<Object, Class<?>> owners = new HashMap<>();
    for (String service : services) {
      for (String provider : ServiceFiles.providers(classLoader, service)) {
        try {
          Class<?> type = Class.forName(provider, true, classLoader);
          Object entity = type.getConstructor().newInstance();
          Object name = type.getMethod("getName").invoke(entity);
          Class<?> other = owners.putIfAbsent(name, type);
          if (other != null) {
            return String.format(
                "%s %s is in the package twice, once as %s and once as %s: take one of them out or"
                    + " give it another name",
                kind, name, CodeSources.describe(other), CodeSources.describe(type));
          }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
          // Not the one: flytekit-java comes to it later, or never.
        }
      }
    }
    return null;
  }

  /**
   * A getter of a task, a workflow or a registry of launch plans that gives no answer.
   *
   * @param thrown what it threw; null if it returned null
   */
  record FailedGetter(String className, String name, @Nullable Throwable thrown) {}

  /** The first getter that somebody will ask and that gives no answer. */
  @Nullable FailedGetter firstFailedGetter() {
    for (List<String> services : SERVICES) {
      for (String service : services) {
        for (String provider : ServiceFiles.providers(classLoader, service)) {
          FailedGetter failed = failedGetter(provider);
          if (failed != null) {
            return failed;
          }
        }
      }
    }
    return null;
  }

  private @Nullable FailedGetter failedGetter(String provider) {
    try {
      Class<?> type = Class.forName(provider, true, classLoader);
      Object task = type.getConstructor().newInstance();
      Method[] methods = type.getMethods();
      Arrays.sort(methods, Comparator.comparing(Method::getName));
      for (Method method : methods) {
        if (Getters.isGetter(method) && isDeclaredByALibrary(type, method.getName())) {
          FailedGetter failed = failure(provider, task, method);
          if (failed != null) {
            return failed;
          }
        }
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // Not the one: flytekit-java comes to it later, or never.
    }
    return null;
  }

  private static @Nullable FailedGetter failure(String provider, Object task, Method getter)
      throws IllegalAccessException {
    try {
      Object answer = getter.invoke(task);
      return Getters.isAnswer(task.getClass(), getter.getName(), answer)
          ? null
          : new FailedGetter(provider, getter.getName(), null);
    } catch (InvocationTargetException e) {
      return new FailedGetter(provider, getter.getName(), e.getCause());
    }
  }

  // Nobody asks what a task's author has declared for himself.
  private static boolean isDeclaredByALibrary(Class<?> type, String getter) {
    for (Class<?> t = type; t != null; t = t.getSuperclass()) {
      if (declares(t, getter)) {
        return true;
      }
      for (Class<?> implemented : t.getInterfaces()) {
        if (declares(implemented, getter)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean declares(Class<?> type, String getter) {
    String name = type.getName();
    if (!name.startsWith("org.flyte.flytekit.") && !name.startsWith("org.flytekitplugins.spi.")) {
      return false;
    }
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(getter) && method.getParameterCount() == 0) {
        return true;
      }
    }
    return false;
  }

  /** The first workflow that cannot be built by itself. */
  @Nullable String firstBrokenWorkflow() {
    for (String provider : ServiceFiles.providers(classLoader, ServiceFiles.WORKFLOW)) {
      try {
        Class<?> type = Class.forName(provider, true, classLoader);
        type.getMethod("toIdlTemplate").invoke(type.getConstructor().newInstance());
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        return provider;
      }
    }
    return null;
  }
}
