package org.flytekitplugins.kubeflow;

import java.math.BigDecimal;
import org.flyte.flytekit.SdkResources.ResourceName;

/** What the quantity of a resource must keep to, so that a pod gets what it says. */
final class ResourceRules {
  private ResourceRules() {}

  /**
   * Reads the quantity of a resource.
   *
   * @param field the field that holds it
   * @throws InvalidFieldException if no replica can have it
   */
  static Quantity quantity(String field, ResourceName name, String text) {
    Quantity quantity = takenQuantity(field, name, text);
    if (name == ResourceName.MEMORY || name == ResourceName.EPHEMERAL_STORAGE) {
      checkBytes(field, quantity, remedy(name));
    }
    return quantity;
  }

  /**
   * Reads the quantity of a resource.
   *
   * @param field the field that holds it
   * @throws InvalidFieldException if Flyte or Kubernetes do not take it
   */
  static Quantity takenQuantity(String field, ResourceName name, String text) {
    if (hasNoCounterpart(name)) {
      throw new InvalidFieldException(
          field, text, "Flyte ignores this resource", "use ephemeralStorage, or leave it out");
    }
    String remedy = remedy(name);
    Quantity quantity = Quantity.of(field, text, remedy);
    int sign = quantity.amount().signum();
    if (sign < 0) {
      throw new InvalidFieldException(field, text, "a quantity cannot be negative", remedy);
    }
    if (sign == 0) {
      throw new InvalidFieldException(
          field, text, "Flyte drops a quantity of zero", remedy + ", or leave it out");
    }
    if (name == ResourceName.GPU && !quantity.isWhole()) {
      throw new InvalidFieldException(field, text, "GPUs cannot be divided", remedy);
    }
    return quantity;
  }

  /**
   * Whether Flyte drops a quantity of a resource without a word, which nobody should write: a
   * quantity of zero, and of a resource that pods do not have.
   *
   * @throws InvalidFieldException if it is no quantity at all
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/flytek8s/utils.go">ToK8sResourceList</a>
   */
  static boolean isDropped(ResourceName name, String text) {
    Quantity quantity = Quantity.of(ResourceList.fieldOf(name), text, remedy(name));
    return quantity.amount().signum() == 0 || hasNoCounterpart(name);
  }

  private static boolean hasNoCounterpart(ResourceName name) {
    return name == ResourceName.STORAGE || name == ResourceName.UNKNOWN;
  }

  /**
   * Refuses an amount of bytes below one, which Kubernetes would take, and no container survive.
   *
   * @param remedy what to write instead, where the text itself does not tell what was meant
   */
  static void checkBytes(String field, Quantity quantity, String remedy) {
    if (quantity.amount().compareTo(BigDecimal.ONE) >= 0) {
      return;
    }
    String text = quantity.toString();
    if (text.endsWith("m")) {
      String meant = text.substring(0, text.length() - 1) + "Mi";
      if (Quantity.of(meant).amount().compareTo(BigDecimal.ONE) >= 0) {
        throw new InvalidFieldException(
            field,
            text,
            "that is less than one byte, because m stands for thousandths",
            "write for example " + meant);
      }
    }
    throw new InvalidFieldException(field, text, "that is less than one byte", remedy);
  }

  private static String remedy(ResourceName name) {
    return "write for example " + examples(name);
  }

  private static String examples(ResourceName name) {
    switch (name) {
      case CPU:
        return "500m, 2 or 1.5";
      case GPU:
        return "1 or 2";
      case EPHEMERAL_STORAGE:
        return "500Mi or 20Gi";
      default:
        return "512Mi or 4Gi";
    }
  }
}
