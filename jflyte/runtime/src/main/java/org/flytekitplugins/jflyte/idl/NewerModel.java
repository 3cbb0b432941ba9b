package org.flytekitplugins.jflyte.idl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Resources;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * Members that flytekit-api got after 0.4.35, which we are compiled against. A package may bring a
 * newer one; it is then the shared one when we run.
 *
 * <p>{@link Method} and not a method handle: the first call of a handle costs some ten milliseconds
 * of a start that has 300.
 */
public final class NewerModel {
  private NewerModel() {}

  /**
   * What a dynamic workflow task asks for, which flytekit-api can say since February 2025.
   *
   * @return empty resources when the flytekit-api in use cannot say it
   * @see <a href="https://github.com/flyteorg/flytekit-java/pull/317">flytekit-java 317</a>
   */
  public static Resources resources(DynamicWorkflowTask task) {
    Resources resources =
        DynamicTask.RESOURCES == null ? null : (Resources) call(DynamicTask.RESOURCES, task);
    return resources == null ? Resources.builder().build() : resources;
  }

  /**
   * How many nodes of an execution may run at once, which flytekit-api can say since 0.4.58.
   *
   * @return null when the flytekit-api in use cannot say it, or the launch plan does not
   * @see <a href="https://github.com/flyteorg/flytekit-java/pull/300">flytekit-java 300</a>
   */
  static @Nullable Integer maxParallelism(LaunchPlan launchPlan) {
    if (Plan.MAX_PARALLELISM == null) {
      return null;
    }
    Object value = call(Plan.MAX_PARALLELISM, launchPlan);
    if (value instanceof Optional<?> optional) {
      value = optional.orElse(null);
    }
    return value == null ? null : (Integer) value;
  }

  /** A type of the flytekit-api that is in use, or null if it has none of this name. */
  static @Nullable Class<?> type(String simpleName) {
    try {
      return Class.forName("org.flyte.api.v1." + simpleName, false, Literal.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** A public method, or null if the type in use has none of this name and these parameters. */
  static @Nullable Method method(
      @Nullable Class<?> type, String name, @Nullable Class<?>... parameters) {
    if (type == null) {
      return null;
    }
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /**
   * Calls a method of {@link #method}.
   *
   * @param target what to call it on, or null for a static method
   * @throws JflyteException if the method is absent after all, or throws
   */
  static @Nullable Object call(
      @Nullable Method method, @Nullable Object target, @Nullable Object... arguments) {
    if (method == null) {
      throw new JflyteException(
          "the package's flytekit-api has only a part of a newer type of its model; use a released"
              + " version of flytekit-java");
    }
    try {
      return method.invoke(target, arguments);
    } catch (IllegalAccessException e) {
      throw new JflyteException(method + " of the package's flytekit-api is not public", e);
    } catch (InvocationTargetException e) {
      throw new JflyteException(
          method + " of the package's flytekit-api failed: " + e.getCause(), e.getCause());
    }
  }

  private static final class DynamicTask {
    static final @Nullable Method RESOURCES = method(DynamicWorkflowTask.class, "getResources");
  }

  private static final class Plan {
    static final @Nullable Method MAX_PARALLELISM = method(LaunchPlan.class, "maxParallelism");
  }
}
