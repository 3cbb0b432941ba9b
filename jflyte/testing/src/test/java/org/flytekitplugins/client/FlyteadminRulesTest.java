package org.flytekitplugins.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.client.Cluster.failure;

import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was seen of flyteadmin 1.16.8 on a real cluster, as the client meets it. That the played one
 * takes and refuses the same is held by ServerStatementsTest.
 */
class FlyteadminRulesTest {
  private static final String ODD = "für/1.0+2:a=b 100%";

  private final Cluster cluster =
      new Cluster(LocalFlyteAdmin.builder().projects("flytesnacks").domains("development"));

  @AfterEach
  void close() {
    cluster.close();
  }

  /**
   * A row of the table.
   *
   * @param rule what was seen
   * @param check that the client keeps it
   */
  record Row(String rule, Consumer<Cluster> check) {
    @Override
    public String toString() {
      return rule;
    }
  }

  @ParameterizedTest
  @MethodSource({"started", "refused", "listed"})
  void theClientKeepsTheRule(Row row) {
    row.check().accept(cluster);
  }

  private static Row sends(String rule, Launch.Builder launch, String... words) {
    return new Row(
        rule,
        cluster -> {
          Execution unused = cluster.client.launch(launch.input("i", number(3)).build()).join();
          assertThat(cluster.admin.executionRequests())
              .singleElement()
              .extracting(ExecutionCreateRequest::toString)
              .asString()
              .contains(words);
        });
  }

  private static Row refuses(
      String rule, Reason reason, String words, Function<Cluster, CompletableFuture<?>> call) {
    return new Row(
        rule,
        cluster -> {
          FlyteException failure = failure(call.apply(cluster));
          assertThat(failure).hasMessageContaining(words);
          assertThat(failure.reason()).isEqualTo(reason);
          // What cannot be right is not tried again.
          assertThat(cluster.admin.calls().of("CreateExecution")).isLessThanOrEqualTo(1);
          assertThat(cluster.admin.executions()).isEmpty();
        });
  }

  private static Literal number(long value) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(value)));
  }

  private static Literal text(String value) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofStringValue(value)));
  }

  private static CompletableFuture<?> start(Cluster cluster, Launch.Builder launch) {
    return cluster.client.launch(launch.build());
  }

  static Stream<Row> started() {
    return Stream.of(
        sends(
            "a workflow is started by a launch plan only",
            Launch.workflow("com.acme.Nightly"),
            "resource_type: LAUNCH_PLAN"),
        sends(
            "a single task is started directly",
            Launch.task("com.acme.Train"),
            "resource_type: TASK"),
        new Row(
            "versions may hold / + : % =, blanks and letters beyond ASCII",
            cluster -> {
              cluster.register("com.acme.Train", ODD);
              Execution unused =
                  cluster
                      .client
                      .launch(
                          Launch.named("com.acme.Nightly")
                              .version(ODD)
                              .input("i", number(3))
                              .build())
                      .join();
              assertThat(cluster.client.executions(1).join())
                  .extracting(ExecutionStatus::version)
                  .containsExactly(ODD);
              assertThat(cluster.client.activate("com.acme.AtNight", ODD).join().version())
                  .isEqualTo(ODD);
              assertThat(cluster.client.launchPlans("com.acme.AtNight").join())
                  .first()
                  .extracting(LaunchPlanVersion::version, LaunchPlanVersion::isActive)
                  .containsExactly(ODD, true);
            }),
        sends(
            "fields that an older flyteadmin does not know are passed over",
            Launch.workflow("com.acme.Nightly").overwriteCache(true),
            "22: 1"),
        sends(
            "labels of Kubernetes",
            Launch.workflow("com.acme.Nightly").label("acme.com/team", "Vision_1"),
            "acme.com/team"));
  }

  static Stream<Row> refused() {
    return Stream.of(
        refuses(
            "a workflow without launch plan is not started",
            Reason.NOT_FOUND,
            "there is a workflow of this name, which Flyte starts by a launch plan only",
            cluster -> start(cluster, Launch.workflow("com.acme.Orphan"))),
        refuses(
            "labels that are none",
            Reason.REFUSED,
            "flyteadmin says \"invalid label key [a b]",
            cluster ->
                start(
                    cluster,
                    Launch.workflow("com.acme.Nightly").input("i", number(3)).label("a b", "c"))),
        refuses(
            "values of labels that are none",
            Reason.REFUSED,
            "flyteadmin says \"invalid label value [-x]",
            cluster ->
                start(
                    cluster,
                    Launch.workflow("com.acme.Nightly").input("i", number(3)).label("a", "-x"))),
        refuses(
            "inputs of another type",
            Reason.REFUSED,
            "flyteadmin says \"invalid i input wrong type",
            cluster -> start(cluster, Launch.workflow("com.acme.Nightly").input("i", text("3")))),
        refuses(
            "messages over 4 MiB",
            Reason.REFUSED,
            "give large inputs as blobs",
            cluster ->
                start(
                    cluster,
                    Launch.workflow("com.acme.Nightly").input("i", text("x".repeat(4_194_304))))),
        refuses(
            "a project that there is not",
            Reason.NOT_FOUND,
            "is not registered in project lost, domain development: register it, or look at its"
                + " name, the project and the domain",
            cluster -> elsewhere(cluster, "lost", "development")),
        refuses(
            "a domain that there is not",
            Reason.NOT_FOUND,
            "is not registered in project flytesnacks, domain lost: register it, or look at",
            cluster -> elsewhere(cluster, "flytesnacks", "lost")));
  }

  private static CompletableFuture<?> elsewhere(Cluster cluster, String project, String domain) {
    try (FlyteClient client =
        FlyteClient.builder(project, domain)
            .environment(Map.of("HOME", "/nowhere"))
            .endpoint(cluster.admin.endpoint())
            .plaintext(true)
            .build()) {
      CompletableFuture<Execution> future = client.launch(Launch.named("com.acme.Nightly").build());
      assertThatThrownBy(future::join).isNotNull();
      return future;
    }
  }

  static Stream<Row> listed() {
    return Stream.of(
        new Row(
            "executions are filtered by phase, workflow, launch plan and task",
            cluster -> {
              Execution first = cluster.start("first");
              cluster.played().running().failed(Cluster.error("no"));
              Execution second = cluster.start("second");
              cluster.played().running();
              ExecutionFilter.Builder nightly =
                  ExecutionFilter.builder().workflow("com.acme.Nightly");
              assertThat(names(cluster, nightly))
                  .containsExactly(second.id().name(), first.id().name());
              assertThat(names(cluster, nightly.launchPlan("com.acme.Nightly"))).hasSize(2);
              assertThat(names(cluster, nightly.phase(ExecutionPhase.FAILED)))
                  .containsExactly(first.id().name());
              assertThat(names(cluster, nightly.phase(ExecutionPhase.RUNNING))).hasSize(2);
              assertThat(names(cluster, nightly.task("com.acme.Train"))).isEmpty();
            }),
        new Row(
            "a filter cannot hold what it is written with",
            cluster ->
                Stream.of("a+b", "a,b", "a)", "a b", "")
                    .forEach(
                        name ->
                            assertThatThrownBy(() -> ExecutionFilter.builder().task(name))
                                .isInstanceOf(FlyteException.class)
                                .hasMessageStartingWith(
                                    "the filter names the task \"" + name + "\": write a name"))));
  }

  private static List<String> names(Cluster cluster, ExecutionFilter.Builder filter) {
    return cluster.client.executions(9, filter.build()).join().stream()
        .map(status -> status.id().name())
        .toList();
  }
}
