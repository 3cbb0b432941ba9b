package org.flytekitplugins.jflyte.closure;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.Resources.ResourceName;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a task's container asks for. A request above its limit is refused even where Flyte
 * would only lower it, because the task would not run as it asks to.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/validation/task_validator.go">flyteadmin's
 *     task validator</a>
 */
final class ResourcesCheck {
  private final String owner;

  private ResourcesCheck(String owner) {
    this.owner = owner;
  }

  /**
   * Checks resources.
   *
   * @param owner the task, to begin a sentence with
   * @throws JflyteException at the first thing that Flyte or Kubernetes would refuse or change
   */
  static Resources checked(Resources resources, String owner) {
    ResourcesCheck check = new ResourcesCheck(owner);
    Map<ResourceName, Quantity> requests = check.quantities(resources.requests(), "requests");
    Map<ResourceName, Quantity> limits = check.quantities(resources.limits(), "limits");
    requests.forEach(
        (name, request) -> {
          Quantity limit = limits.get(name);
          if (limit != null) {
            check.compare(name, request, limit);
          }
        });
    return resources;
  }

  private Map<ResourceName, Quantity> quantities(
      @Nullable Map<ResourceName, String> texts, String list) {
    Map<ResourceName, Quantity> quantities = new EnumMap<>(ResourceName.class);
    if (texts != null) {
      texts.forEach((name, text) -> quantities.put(name, quantity(name, text, list)));
    }
    return quantities;
  }

  private Quantity quantity(ResourceName name, String text, String list) {
    Quantity quantity;
    try {
      quantity = Quantity.of(text);
    } catch (IllegalArgumentException e) {
      throw new JflyteException(field(name, list) + ": " + e.getMessage(), e);
    }
    if (quantity.amount().signum() < 0) {
      throw refusal(name, list, text, "which is below zero", "ask for more, or leave it out");
    }
    if (name == ResourceName.GPU && !quantity.isWhole()) {
      throw refusal(
          name, list, text, "but GPUs cannot be divided", "ask for a whole number, such as 1");
    }
    if (inBytes(name)
        && quantity.amount().signum() > 0
        && quantity.amount().compareTo(BigDecimal.ONE) < 0) {
      throw refusal(name, list, text, "which is less than a byte", "write for example 500Mi");
    }
    return quantity;
  }

  private void compare(ResourceName name, Quantity request, Quantity limit) {
    int order = request.compareTo(limit);
    if (name == ResourceName.GPU && order != 0) {
      throw refusal(
          name,
          "requests",
          request.toString(),
          "but its limit is " + limit + ", and a GPU cannot be shared",
          "request as many as the limit, or leave the request out");
    }
    if (order > 0) {
      throw refusal(
          name,
          "requests",
          request.toString(),
          "which is above its limit of " + limit,
          "request at most that, or raise the limit");
    }
  }

  private static boolean inBytes(ResourceName name) {
    return name == ResourceName.MEMORY || name == ResourceName.EPHEMERAL_STORAGE;
  }

  private JflyteException refusal(
      ResourceName name, String list, String text, String why, String remedy) {
    return new JflyteException(
        String.format("%s is \"%s\", %s: %s", field(name, list), text, why, remedy));
  }

  private String field(ResourceName name, String list) {
    return owner + ": resources." + list + "." + name.name().toLowerCase(Locale.ROOT);
  }
}
