package org.flytekitplugins.jflyte.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.tensorflow.TensorflowTask;

/** Packages of tasks and workflows, as users write them, for executions in tests. */
public final class TaskPackages {
  private static final String HEAD =
      """
      package com.acme;
      import java.nio.file.*;
      import java.util.*;
      import org.flyte.api.v1.*;
      import org.flyte.flytekit.*;
      import org.flytekitplugins.kubeflow.*;
      import org.flytekitplugins.report.*;
      import org.flytekitplugins.spi.*;
      """;

  private final TestPackages build;
  private final List<String> tasks = new ArrayList<>();
  private final List<String> dynamicTasks = new ArrayList<>();
  private final List<String> containerTasks = new ArrayList<>();
  private final List<String> workflows = new ArrayList<>();
  private final List<String> launchPlans = new ArrayList<>();

  private TaskPackages(Path directory) {
    this.build = TestPackages.in(directory);
  }

  /** Starts a package in a directory, which need not be there yet. */
  public static TaskPackages in(Path directory) {
    return new TaskPackages(directory);
  }

  /**
   * A task that takes an integer {@code x} and returns an integer {@code y}.
   *
   * @param body statements with {@code long x} that return a {@code long}
   * @param members more members
   */
  public TaskPackages task(String name, String body, String members) {
    tasks.add("com.acme." + name);
    return source(
        name,
        """
        public class %1$s extends SdkRunnableTask<SdkBindingData<Long>, SdkBindingData<Long>> {
          public %1$s() {
            super(SdkLiteralTypes.integers().asSdkType("x"), SdkLiteralTypes.integers().asSdkType("y"));
          }
          long compute(long x) throws Exception { %2$s }
          @Override public SdkBindingData<Long> run(SdkBindingData<Long> x) {
            try {
              return SdkBindingDataFactory.of(compute(x.get()));
            } catch (RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
          %3$s
        }
        """
            .formatted(name, body, members));
  }

  /** A task without more members. */
  public TaskPackages task(String name, String body) {
    return task(name, body, "");
  }

  /**
   * A workflow from an integer {@code x} to an integer {@code y}.
   *
   * @param body statements with {@code builder} and {@code x} that return the output
   */
  public TaskPackages workflow(String name, String body) {
    workflows.add("com.acme." + name);
    return source(
        name,
        """
        public class %1$s extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<Long>> {
          public %1$s() {
            super(SdkLiteralTypes.integers().asSdkType("x"), SdkLiteralTypes.integers().asSdkType("y"));
          }
          @Override protected SdkBindingData<Long> expand(SdkWorkflowBuilder builder, SdkBindingData<Long> x) {
            %2$s
          }
        }
        """
            .formatted(name, body));
  }

  /** The same, made by a task when it runs. */
  public TaskPackages dynamicTask(String name, String body) {
    return dynamicTask(name, body, "");
  }

  /**
   * The same, made by a task when it runs.
   *
   * @param members more members
   */
  public TaskPackages dynamicTask(String name, String body, String members) {
    dynamicTasks.add("com.acme." + name);
    return source(
        name,
        """
        public class %1$s extends SdkDynamicWorkflowTask<SdkBindingData<Long>, SdkBindingData<Long>> {
          public %1$s() {
            super(SdkLiteralTypes.integers().asSdkType("x"), SdkLiteralTypes.integers().asSdkType("y"));
          }
          @Override public SdkBindingData<Long> run(SdkWorkflowBuilder builder, SdkBindingData<Long> x) {
            %2$s
          }
          %3$s
        }
        """
            .formatted(name, body, members));
  }

  /** A task that runs somebody else's image. */
  public TaskPackages containerTask(String name) {
    containerTasks.add("com.acme." + name);
    return source(
        name,
        """
        public class %1$s extends SdkContainerTask<SdkBindingData<Long>, SdkBindingData<Long>> {
          public %1$s() {
            super(SdkLiteralTypes.integers().asSdkType("x"), SdkLiteralTypes.integers().asSdkType("y"));
          }
          @Override public String getImage() { return "alpine:3"; }
        }
        """
            .formatted(name));
  }

  /** A class that yields launch plans. */
  public TaskPackages launchPlans(String name, String statements) {
    launchPlans.add("com.acme." + name);
    return source(
        name,
        """
        public class %1$s implements SdkLaunchPlanRegistry {
          @Override public List<SdkLaunchPlan> getLaunchPlans() { %2$s }
        }
        """
            .formatted(name, statements));
  }

  /**
   * A training task.
   *
   * @param job a builder expression for the job, such as {@code TfJob.builder().worker(1)}
   */
  public TaskPackages training(String name, String job, String body, String members) {
    tasks.add("com.acme." + name);
    return source(
        name,
        """
        public class %1$s
            extends org.flytekitplugins.tensorflow.TensorflowTask<SdkBindingData<Long>, SdkBindingData<Long>> {
          public %1$s() {
            super(
                SdkLiteralTypes.integers().asSdkType("x"),
                SdkLiteralTypes.integers().asSdkType("y"),
                org.flytekitplugins.tensorflow.%2$s.build());
          }
          long compute(long x) throws Exception { %3$s }
          @Override public SdkBindingData<Long> run(SdkBindingData<Long> x) {
            try {
              return SdkBindingDataFactory.of(compute(x.get()));
            } catch (RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
          %4$s
        }
        """
            .formatted(name, job, body, members));
  }

  /** Adds jars to it. */
  public TaskPackages with(List<Path> jars) {
    build.with(jars);
    return this;
  }

  private TaskPackages source(String name, String source) {
    build.source("com.acme." + name, HEAD + source);
    return this;
  }

  /** Compiles it and returns the directory of its jars. */
  public Path build() {
    service("SdkRunnableTask", tasks);
    service("SdkDynamicWorkflowTask", dynamicTasks);
    service("SdkContainerTask", containerTasks);
    service("SdkWorkflow", workflows);
    service("SdkLaunchPlanRegistry", launchPlans);
    return build.with(TestPackages.flytekitJava()).with(plugin()).build();
  }

  private static List<Path> plugin() {
    return List.of(
        TestPackages.whereIs(TaskTemplateExtension.class),
        TestPackages.whereIs(TrainingCluster.class),
        TestPackages.whereIs(ProgressLog.class),
        TestPackages.whereIs(TensorflowTask.class));
  }

  private void service(String service, List<String> providers) {
    if (!providers.isEmpty()) {
      build.service("org.flyte.flytekit." + service, providers.toArray(new String[0]));
    }
  }
}
