package org.flytekitplugins.jflyte.tests;

import flyteidl.service.AdminServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.publish.ClosedPackage;
import org.flytekitplugins.jflyte.publish.PackageSettings;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;

/** A team whose task and launch plan the golden package refers to. */
final class OtherTeam {
  private static final String NUMBERS = "SdkLiteralTypes.integers().asSdkType(\"number\")";

  private final Path folder;

  /**
   * @param folder where their package is built
   */
  OtherTeam(Path folder) {
    this.folder = folder;
  }

  /** Their package, closed for each of some versions. */
  List<ProjectClosure> closures(String... versions) {
    Path directory =
        BuiltPackages.in(folder.resolve("others"))
            .source(
                "others.task",
                """
                package others;
                import org.flyte.flytekit.*;
                public class task extends SdkRunnableTask<SdkBindingData<Long>, SdkBindingData<Long>> {
                  public task() { super(%1$s, %1$s); }
                  @Override public SdkBindingData<Long> run(SdkBindingData<Long> in) { return in; }
                }
                """
                    .formatted(NUMBERS))
            .source(
                "others.plan",
                """
                package others;
                import org.flyte.flytekit.*;
                public class plan extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<Long>> {
                  public plan() { super(%1$s, %1$s); }
                  @Override public SdkBindingData<Long> expand(
                      SdkWorkflowBuilder builder, SdkBindingData<Long> in) {
                    return builder.apply("task", new task(), in).getOutputs();
                  }
                }
                """
                    .formatted(NUMBERS))
            .service("org.flyte.flytekit.SdkRunnableTask", "others.task")
            .service("org.flyte.flytekit.SdkWorkflow", "others.plan")
            .build();
    return Arrays.stream(versions).map(version -> closure(directory, version)).toList();
  }

  private static ProjectClosure closure(Path directory, String version) {
    PackageSettings settings =
        new PackageSettings(
            directory.toString(),
            new ExecutionVariables("others", "production", version),
            NamedImages.of(Map.of("default", "i")),
            "/app/*",
            null,
            /* defaultLaunchPlans= */ true);
    return ClosedPackage.of(
            settings.load(),
            settings,
            (type, project, domain, name) -> {
              throw new IllegalStateException(name);
            })
        .closure();
  }

  /** Registers what they have. */
  static void register(ProjectClosure closure, LocalFlyteAdmin admin) {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", admin.port(), InsecureChannelCredentials.create())
            .build();
    try {
      AdminServiceGrpc.AdminServiceBlockingStub stub = AdminServiceGrpc.newBlockingStub(channel);
      closure.tasks().forEach(stub::createTask);
      closure.workflows().forEach(stub::createWorkflow);
      closure.launchPlans().forEach(stub::createLaunchPlan);
    } finally {
      channel.shutdownNow();
    }
  }
}
