package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import java.io.Serializable;

/**
 * What the pods of a task are to be beyond what the task says otherwise: node selectors,
 * tolerations, volumes, sidecars, security.
 *
 * <p>It is a text in Kubernetes' own words, so that it can be copied from wherever it worked before
 * and needs no library of Kubernetes on the class path. {@code jflyte} checks it against
 * Kubernetes' model when the task is explained, serialized and registered.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/#PodTemplateSpec">PodTemplateSpec</a>
 */
@AutoValue
public abstract class PodTemplate implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The container that the task runs in is called so, unless a template says otherwise. */
  public static final String PRIMARY = "primary";

  PodTemplate() {}

  /** The template in YAML. */
  public abstract String yaml();

  /** The name, within the template, of the container that the task runs in. */
  public abstract String primaryContainer();

  /**
   * A template.
   *
   * @param yaml a {@code PodTemplateSpec} in YAML or JSON: {@code spec}, and {@code metadata} with
   *     labels and annotations. Of the container {@value #PRIMARY}, which it need not mention, the
   *     task says image, command, arguments and resources
   * @throws IllegalArgumentException if it is blank
   */
  public static PodTemplate ofYaml(String yaml) {
    Blank.refuse("podTemplate", yaml, "write spec: and what the pods are to have below it");
    return new AutoValue_PodTemplate(yaml, PRIMARY);
  }

  /**
   * The same template, in which another container is the one that the task runs in.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public final PodTemplate withPrimaryContainer(String name) {
    Blank.refuse("podTemplate.primaryContainer", name, "name a container of the template");
    return new AutoValue_PodTemplate(yaml(), name);
  }
}
