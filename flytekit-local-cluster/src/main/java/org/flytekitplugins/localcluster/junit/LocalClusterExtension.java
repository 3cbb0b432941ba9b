package org.flytekitplugins.localcluster.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.localcluster.ReplicaStatus;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts training jobs for tests and closes them after the test that started them, whether it
 * passed or not. A test that failed gets what the jobs' replicas last wrote as a suppressed
 * exception of its failure.
 *
 * <p>Registered as an instance field with {@code @RegisterExtension}; as a static field, jobs live
 * until the test that started them ends, too, and those of {@code @BeforeAll} until the first test
 * ends.
 *
 * <p>A test that has a parameter of type {@link LocalJob} gets the job as declared there, started.
 */
public final class LocalClusterExtension
    implements AfterEachCallback, AfterAllCallback, ParameterResolver {
  private final LocalCluster cluster;
  private final List<LocalJob> jobs = new CopyOnWriteArrayList<>();

  private LocalClusterExtension(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /** An extension whose jobs are like this one. */
  public static LocalClusterExtension of(LocalCluster cluster) {
    return new LocalClusterExtension(cluster);
  }

  /**
   * An extension whose jobs are this one, and whose replicas run this program. The kubelet's waits
   * before restarts pass at once; {@link ReplicaStatus#backoff} tells how long they were.
   */
  public static LocalClusterExtension of(TrainingJob job, Program program) {
    return of(atOnce(LocalCluster.of(job, program)));
  }

  /**
   * An extension whose jobs have this shape and are of the only kind on the class path, and whose
   * replicas run this program. The kubelet's waits before restarts pass at once; {@link
   * ReplicaStatus#backoff} tells how long they were.
   */
  public static LocalClusterExtension of(TrainingCluster cluster, Program program) {
    return of(atOnce(LocalCluster.of(cluster, program)));
  }

  private static LocalCluster atOnce(LocalCluster cluster) {
    return cluster.toBuilder().restartDelayScale(0).build();
  }

  /** The cluster as declared, to start a variant of it. */
  public LocalCluster cluster() {
    return cluster;
  }

  /** Starts the job as declared. */
  public LocalJob start() {
    return start(cluster);
  }

  /**
   * Starts the job as declared, but these things go wrong.
   *
   * @param faults in the written form, for example {@code worker-1@200, freeze ps-0@5s}
   */
  public LocalJob start(String faults) {
    return start(cluster.toBuilder().faults(FaultPlan.parse(faults)).build());
  }

  /** Starts another job. */
  public LocalJob start(LocalCluster other) {
    LocalJob job = other.start();
    jobs.add(job);
    return job;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    context.getExecutionException().ifPresent(this::explain);
    closeAll();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    closeAll();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalJob.class
        && context.getTestMethod().isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return start();
  }

  private void explain(Throwable failure) {
    for (LocalJob job : jobs) {
      failure.addSuppressed(new JobReport(job));
    }
  }

  private void closeAll() {
    List<RuntimeException> failures = new ArrayList<>();
    for (LocalJob job : jobs) {
      try {
        job.close();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    jobs.clear();
    for (RuntimeException failure : failures) {
      throw failure;
    }
  }
}
