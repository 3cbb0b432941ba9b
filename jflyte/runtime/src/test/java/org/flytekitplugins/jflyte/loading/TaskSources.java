package org.flytekitplugins.jflyte.loading;

/** Sources of tasks and workflows, as users write them. */
final class TaskSources {
  private TaskSources() {}

  /** A task that takes nothing and returns nothing. */
  static String task(String simpleName) {
    return task(simpleName, "", "");
  }

  /**
   * @param constructor statements of the constructor
   * @param members more members
   */
  static String task(String simpleName, String constructor, String members) {
    return """
        package com.acme;
        import org.flyte.flytekit.*;
        public class %1$s extends SdkRunnableTask<Void, Void> {
          public %1$s() {
            super(SdkTypes.nulls(), SdkTypes.nulls());
            %2$s
          }
          @Override public Void run(Void input) { return null; }
          %3$s
        }
        """
        .formatted(simpleName, constructor, members);
  }

  /** A task that makes an empty workflow. */
  static String dynamicTask(String simpleName) {
    return """
        package com.acme;
        import org.flyte.flytekit.*;
        public class %1$s extends SdkDynamicWorkflowTask<Void, Void> {
          public %1$s() {
            super(SdkTypes.nulls(), SdkTypes.nulls());
          }
          @Override public Void run(SdkWorkflowBuilder builder, Void input) { return null; }
        }
        """
        .formatted(simpleName);
  }

  static String containerTask(String simpleName) {
    return """
        package com.acme;
        import org.flyte.flytekit.*;
        public class %1$s extends SdkContainerTask<Void, Void> {
          public %1$s() {
            super(SdkTypes.nulls(), SdkTypes.nulls());
          }
          @Override public String getImage() { return "alpine:3"; }
        }
        """
        .formatted(simpleName);
  }

  static String pluginTask(String simpleName) {
    return """
        package com.acme;
        import org.flyte.flytekit.*;
        public class %1$s extends SdkPluginTask<Void, Void> {
          public %1$s() {
            super(SdkTypes.nulls(), SdkTypes.nulls());
          }
          @Override public String getType() { return "bq"; }
        }
        """
        .formatted(simpleName);
  }

  /** A workflow that does what the statements do with {@code builder}. */
  static String workflow(String simpleName, String statements) {
    return """
        package com.acme;
        import org.flyte.flytekit.*;
        public class %1$s extends SdkWorkflow<Void, Void> {
          public %1$s() {
            super(SdkTypes.nulls(), SdkTypes.nulls());
          }
          @Override protected Void expand(SdkWorkflowBuilder builder, Void input) {
            %2$s
            return null;
          }
        }
        """
        .formatted(simpleName, statements);
  }

  /** Launch plans of the same names for workflows. */
  static String launchPlans(String simpleName, String workflow) {
    return """
        package com.acme;
        import org.flyte.flytekit.*;
        public class %1$s extends SimpleSdkLaunchPlanRegistry {
          public %1$s() {
            registerLaunchPlan(SdkLaunchPlan.of(new %2$s()));
          }
        }
        """
        .formatted(simpleName, workflow);
  }
}
