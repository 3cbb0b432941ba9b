package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Literals;
import flyteidl.core.Tasks;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.KeyValuePair;
import org.flyte.api.v1.Resources;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Containers of tasks.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/tasks.proto">tasks.proto</a>
 */
public final class ContainerIdl {
  private ContainerIdl() {}

  /**
   * The message of a container.
   *
   * @throws JflyteException if an amount of a resource is not a quantity of Kubernetes, or below
   *     zero
   */
  public static Tasks.Container toIdl(Container container) {
    Tasks.Container.Builder builder =
        Tasks.Container.newBuilder()
            .setImage(container.image())
            .addAllCommand(container.command())
            .addAllArgs(container.args());
    for (KeyValuePair variable : container.env()) {
      builder.addEnv(toIdl(variable));
    }
    Resources resources = container.resources();
    if (resources != null) {
      builder.setResources(ResourcesIdl.toIdl(resources));
    }
    return builder.build();
  }

  private static Literals.KeyValuePair toIdl(KeyValuePair variable) {
    Literals.KeyValuePair.Builder builder =
        Literals.KeyValuePair.newBuilder().setKey(variable.key());
    String value = variable.value();
    if (value != null) {
      builder.setValue(value);
    }
    return builder.build();
  }
}
