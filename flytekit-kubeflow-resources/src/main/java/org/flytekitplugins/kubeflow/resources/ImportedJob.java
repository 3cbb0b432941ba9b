package org.flytekitplugins.kubeflow.resources;

import com.google.auto.value.AutoValue;
import java.util.List;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.jspecify.annotations.Nullable;

/**
 * A training job read from the YAML that a team applies today: what it asks for, what its replicas
 * run, and what it says that has no place in Flyte.
 */
@AutoValue
public abstract class ImportedJob implements TrainingJob {
  ImportedJob() {}

  static ImportedJob of(
      JobKind kind,
      TrainingCluster cluster,
      @Nullable String name,
      @Nullable String namespace,
      TaskContainer container,
      List<Leftover> leftovers) {
    return new AutoValue_ImportedJob(kind, cluster, name, namespace, container, leftovers);
  }

  /** Of which kind the job is. */
  @Override
  public abstract JobKind kind();

  /** What the job asks for, each role with its own resources. */
  @Override
  public abstract TrainingCluster cluster();

  /** The name of the resource, or null if the cluster is to make one. */
  public abstract @Nullable String name();

  /** The namespace of the resource, or null for whoever applies it to say. */
  public abstract @Nullable String namespace();

  /** What the primary runs, and in Flyte all replicas; without resources, which the roles have. */
  public abstract TaskContainer container();

  /** What has no place in Flyte, in the order in which it was read. */
  public abstract List<Leftover> leftovers();

  /**
   * Reads YAML with a job of a kind on the class path.
   *
   * @throws IllegalArgumentException as {@link #read(String, JobKinds)} does
   */
  public static ImportedJob read(String yaml) {
    return read(yaml, JobKinds.own());
  }

  /**
   * Reads YAML with one job; of other resources in it the {@linkplain #leftovers leftovers} say
   * that they are there.
   *
   * @throws IllegalArgumentException if it is no YAML, or has no job of these kinds, or more than
   *     one
   * @throws InvalidFieldException if the job is one that its operator refuses, or that Flyte has no
   *     way to ask for
   */
  public static ImportedJob read(String yaml, JobKinds kinds) {
    return new ImportedYaml(kinds).read(yaml);
  }
}
