package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.id;
import static org.flytekitplugins.jflyte.testing.Requests.launchPlan;
import static org.flytekitplugins.jflyte.testing.Requests.node;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;
import static org.flytekitplugins.jflyte.testing.Requests.workflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanUpdateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Tasks.Resources.ResourceName;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was seen of flyteadmin 1.16.8 on a real cluster: what it takes, and what it refuses. */
class ServerStatementsTest {
  private static final String TASK = "task_node { reference_id { " + id("TASK", "t") + " } }";
  private static final String INPUT = "inputs { var: 'i' binding { promise { var: 'i' } } }";
  private static final String NODE = TASK + " " + INPUT;
  private static final String ERROR = "error { message: 'no case' }";
  private static final String SMALL =
      "condition { comparison { operator: LT left_value { var: 'i' }"
          + " right_value { primitive { integer: 7 } } } }";

  private final AdminServer server =
      new AdminServer(
          LocalFlyteAdmin.builder()
              .projects("flytesnacks")
              .domains("development")
              .platformLimit(ResourceName.CPU, "2")
              .platformLimit(ResourceName.MEMORY, "1Gi")
              .platformLimit(ResourceName.GPU, "1"));

  @BeforeEach
  void createWorkflow() {
    server.stub.createTask(task("t"));
    server.stub.createWorkflow(workflow("w", node("n", "t")));
    server.stub.createWorkflow(
        parse(
                workflow("timed", node("n", "t")).toBuilder(),
                "spec { template { interface { inputs { variables { key: 'at' value {"
                    + " type { simple: DATETIME } } } } } } }")
            .build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * A row of the table.
   *
   * @param statement what was seen
   * @param call that is made
   * @param refusal words of the refusal; empty if the call is taken
   */
  record Row(String statement, Consumer<AdminServer> call, String refusal) {
    @Override
    public String toString() {
      return statement;
    }
  }

  @ParameterizedTest
  @MethodSource({"identifiers", "nodes", "branches", "tasks", "plans", "others"})
  void theServerDoesAsTheRealOne(Row row) {
    if (row.refusal().isEmpty()) {
      row.call().accept(server);
    } else {
      assertThat(refusal(() -> row.call().accept(server))).contains(row.refusal());
    }
  }

  private static Row takes(String statement, Consumer<AdminServer> call) {
    return new Row("taken: " + statement, call, "");
  }

  private static Row refuses(String statement, Consumer<AdminServer> call, String words) {
    return new Row("refused: " + statement, call, words);
  }

  static Stream<Row> identifiers() {
    return Stream.of(
        takes("a version with a slash", creates("id { version: 'a/b' }")),
        takes("a version with a plus", creates("id { version: '1.0+2' }")),
        takes("a version with a colon", creates("id { version: 'a:b' }")),
        takes("a version with a percent sign", creates("id { version: '100%' }")),
        takes("a version with an equals sign", creates("id { version: 'a=b' }")),
        takes("a version with a blank", creates("id { version: 'a b' }")),
        takes("a version beyond ASCII", creates("id { version: 'für' }")),
        refuses(
            "a project that there is not",
            creates("id { project: 'lost' }"),
            "INVALID_ARGUMENT: failed to validate that project [lost]"),
        refuses(
            "a domain that there is not",
            creates("id { domain: 'lost' }"),
            "INVALID_ARGUMENT: domain [lost] is unrecognized"));
  }

  static Stream<Row> nodes() {
    return Stream.of(
        takes("a node id with upper case", compiles("nodes { id: 'TrainIt' " + NODE + " }")),
        takes("a node id with an underscore", compiles("nodes { id: 'train_it' " + NODE + " }")),
        takes("a node id with a dash at its end", compiles("nodes { id: 'train-' " + NODE + " }")),
        takes(
            "a node id of 100 characters",
            compiles("nodes { id: '" + "n".repeat(100) + "' " + NODE + " }")),
        refuses(
            "a node without an id",
            compiles("nodes { " + NODE + " }"),
            "Code: ValueRequired, Node Id: <node>, Description: Value required [Id]."),
        takes(
            "two nodes of one id at one level",
            compiles("nodes { id: 'm' " + NODE + " } nodes { id: 'm' " + NODE + " }")),
        takes(
            "a node that waits for one that there is not",
            compiles("nodes { id: 'm' upstream_node_ids: 'lost' " + NODE + " }")),
        refuses(
            "a value of a node that there is not",
            compiles(
                "nodes { id: 'm' "
                    + TASK
                    + " inputs { var: 'i' binding { promise { node_id: 'lost' var: 'o' } } } }"),
            "Code: NodeReferenceNotFound, Node Id: lost"));
  }

  static Stream<Row> branches() {
    String then = "then_node { id: 'x' " + NODE + " }";
    return Stream.of(
        takes("a branch with an error as its default", branches(INPUT, SMALL + then, ERROR)),
        takes(
            "one node id in two branches",
            compiles(
                branch("a", INPUT, SMALL + then, ERROR) + branch("b", INPUT, SMALL + then, ERROR))),
        takes(
            "a node id of a branch that is also one at the top",
            compiles("nodes { id: 'x' " + NODE + " } " + branch("a", INPUT, SMALL + then, ERROR))),
        refuses(
            "a branch without a default",
            branches(INPUT, SMALL + then, ""),
            "Code: BranchNodeHasNoDefault, Node Id: b"),
        refuses(
            "a branch on a variable that it is not bound to",
            branches(INPUT, SMALL.replace("var: 'i'", "var: 'j'") + then, ERROR),
            "Code: VariableNameNotFound, Node Id: b, Description: Variable [j] not found"),
        refuses(
            "a branch that compares a number with a text",
            branches(INPUT, SMALL.replace("integer: 7", "string_value: '7'") + then, ERROR),
            "Code: MismatchingTypes, Node Id: b, Description: Variable [RightValue]"),
        refuses(
            "a branch in a branch without a default",
            branches(
                INPUT,
                SMALL
                    + "then_node { id: 'c' "
                    + INPUT
                    + " branch_node { if_else { case { "
                    + SMALL
                    + then
                    + " } } } }",
                ERROR),
            "Code: BranchNodeHasNoDefault, Node Id: b-c"));
  }

  static Stream<Row> tasks() {
    return Stream.of(
        takes("a container with a command", container("command: 'run'")),
        takes("a container with arguments", container("args: 'run'")),
        refuses(
            "a container with neither command nor arguments",
            container(""),
            "INVALID_ARGUMENT: failed to compile task for ["),
        takes("requests at their limits", resources("CPU", "2", "2")),
        takes("limits without requests", resources("MEMORY", "", "9Gi")),
        takes("a quantity with an exponent", resources("MEMORY", "1e3", "1E3")),
        refuses(
            "requests above their limits",
            resources("MEMORY", "1Gi", "1Mi"),
            "Requested MEMORY default [1Gi] is greater than the limit [1Mi]."),
        refuses(
            "requests above the platform's limits",
            resources("CPU", "3", ""),
            "Requested CPU default [3] is greater than  current limit set in the platform"),
        refuses(
            "limits above the platform's limits",
            resources("MEMORY", "1Mi", "2Gi"),
            "Requested MEMORY limit [2Gi] is greater than current limit set in the platform"),
        refuses(
            "half a GPU",
            resources("GPU", "0.5", "0.5"),
            "must be a whole number, got: 0.5 instead"),
        takes("a GPU", resources("GPU", "1", "1")),
        refuses(
            "a request of GPUs other than their limit",
            resources("GPU", "1", "2"),
            "For extended resource 'gpu' the default value must equal the limit value"),
        refuses(
            "GPUs above the platform's limit",
            resources("GPU", "2", "2"),
            "Requested GPU default [2] is greater than  current limit"),
        refuses(
            "a quantity that is none",
            resources("MEMORY", "1.2.3", ""),
            "Parsing of MEMORY request failed for value 1.2.3"),
        takes("a pod with a spec", pod("pod_spec { }")),
        refuses("a pod without a spec", pod(""), "Invalid value [k8s pod spec]."),
        takes("a message of 4 MB", environment(4_000_000)),
        refuses("a message above 4 MiB", environment(4_194_304), "RESOURCE_EXHAUSTED: "),
        refuses(
            "the same with a field that the server knows",
            server -> {
              server.stub.createTask(newer("a", 12));
              server.stub.createTask(task("a"));
            },
            "INVALID_ARGUMENT: a task with different structure"),
        refuses(
            "the same with a field that nobody knows, as being there",
            server -> {
              server.stub.createTask(newer("a", 1000));
              server.stub.createTask(task("a"));
            },
            "ALREADY_EXISTS: "));
  }

  static Stream<Row> plans() {
    return Stream.of(
        takes("five fields", schedule("0 7 * * *")),
        takes("names, lists, ranges and steps", schedule("*/5,7 1-5/2 ? jan-MAR,12 Mon-fri")),
        takes("@hourly", schedule("@hourly")),
        takes("@daily", schedule("@daily")),
        takes("@midnight", schedule("@midnight")),
        takes("@weekly", schedule("@weekly")),
        takes("@monthly", schedule("@monthly")),
        takes("@yearly", schedule("@yearly")),
        takes("@annually", schedule("@annually")),
        takes("@every 1h30m", schedule("@every 1h30m")),
        takes("a time zone", schedule("CRON_TZ=Europe/Berlin 0 7 * * *")),
        refuses("the bare word of flytekit-java", schedule("daily"), "expected exactly 5 fields"),
        refuses("six fields", schedule("0 0 7 * * *"), "expected exactly 5 fields, found 6"),
        refuses("minute 61", schedule("61 * * * *"), "end of range (61) above maximum (59): 61"),
        refuses("Sunday as 7", schedule("0 7 * * 7"), "end of range (7) above maximum (6): 7"),
        refuses("day 0", schedule("0 7 0 * *"), "beginning of range (0) below minimum (1): 0"),
        refuses(
            "a range backwards",
            schedule("5-3 * * * *"),
            "beginning of range (5) beyond end of range (3): 5-3"),
        refuses(
            "a step of nothing",
            schedule("*/0 * * * *"),
            "step of range should be a positive number: */0"),
        refuses("the form of AWS", schedule("cron(0 7 * * ? *)"), "expected exactly 5 fields"),
        refuses("@noon", schedule("@noon"), "unrecognized descriptor: @noon"),
        refuses("@every without unit", schedule("@every 1"), "failed to parse duration @every 1"),
        refuses(
            "a schedule with an input that nobody binds",
            plans("w", "entity_metadata { schedule { cron_schedule { schedule: '@daily' } } }"),
            "with a schedule if there is an unbound required input. [i] is required"),
        takes("a kickoff argument that is a datetime", kickoff("at")),
        refuses(
            "a kickoff argument that is none",
            plans(
                "w",
                fixed()
                    + "entity_metadata { schedule { kickoff_time_input_arg: 'lost'"
                    + " cron_schedule { schedule: '@daily' } } }"),
            "does not point to a free input. [lost]"),
        refuses(
            "a kickoff argument that is a number",
            plans(
                "w",
                "entity_metadata { schedule { kickoff_time_input_arg: 'i'"
                    + " cron_schedule { schedule: '@daily' } } }"),
            "KickoffTimeInputArg must reference a datetime input. [i]"),
        takes("a deprecated expression", plans("w", expression())),
        refuses(
            "a deprecated expression that is to be active",
            server -> {
              plans("w", expression()).accept(server);
              activate(server, "LAUNCH_PLAN", "p", "1");
            },
            "INTERNAL: failed adding schedule for unknown schedule expression type"),
        takes(
            "a plan to be activated without its version",
            server -> {
              server.stub.createLaunchPlan(launchPlan("p", "w"));
              activate(server, "LAUNCH_PLAN", "p", "");
              assertThat(server.admin.launchPlans().get(0).getClosure().getState())
                  .isEqualTo(LaunchPlanState.ACTIVE);
            }),
        takes(
            "a notification",
            notifies("email { recipients_email: 'a@b.c' } phases: FAILED phases: SUCCEEDED")),
        refuses(
            "a notification without recipient",
            notifies("email { } phases: FAILED"),
            "missing recipients"),
        refuses(
            "a notification without type",
            notifies("phases: FAILED"),
            "invalid value for notification type"),
        refuses(
            "a notification of a phase that ends nothing",
            notifies("email { recipients_email: 'a@b.c' } phases: RUNNING"),
            "invalid value for phase"),
        takes("labels", plans("w", "labels { values { key: 'a.b/c' value: 'D_1' } }")),
        refuses(
            "a key of a label that is none",
            plans("w", "labels { values { key: 'a b' value: 'x' } }"),
            "invalid label key [a b]"),
        refuses(
            "a value of a label that is none",
            plans("w", "labels { values { key: 'a' value: '-x' } }"),
            "invalid label value [-x]"));
  }

  static Stream<Row> others() {
    return Stream.of(
        refuses("state as a filter of tasks", lists("eq(state,1)"), "is invalid filter"),
        takes("type as a filter of tasks", lists("eq(type,container)")),
        refuses(
            "to start a workflow",
            starts("WORKFLOW", "w"),
            "NOT_FOUND: missing entity of type LAUNCH_PLAN"),
        takes(
            "to start a launch plan",
            server -> {
              server.stub.createLaunchPlan(launchPlan("p", "w"));
              starts("LAUNCH_PLAN", "p").accept(server);
            }),
        takes("to start a task", starts("TASK", "t")),
        refuses(
            "to start a task that there is not",
            starts("TASK", "lost"),
            "NOT_FOUND: missing entity of type TASK"));
  }

  private static Consumer<AdminServer> creates(String change) {
    return server -> {
      TaskCreateRequest request = parse(task("new").toBuilder(), change).build();
      server.stub.createTask(request);
      assertThat(server.admin.tasks())
          .last()
          .extracting(each -> each.getId())
          .isEqualTo(request.getId());
    };
  }

  private static Consumer<AdminServer> compiles(String nodes) {
    return server -> server.stub.createWorkflow(workflow("new", node("n", "t"), nodes));
  }

  private static String branch(String id, String inputs, String first, String otherwise) {
    return "nodes { id: '"
        + id
        + "' "
        + inputs
        + " branch_node { if_else { case { "
        + first
        + " } "
        + otherwise
        + " } } } ";
  }

  private static Consumer<AdminServer> branches(String inputs, String first, String otherwise) {
    return compiles(branch("b", inputs, first, otherwise));
  }

  private static Consumer<AdminServer> container(String change) {
    return server -> {
      TaskCreateRequest.Builder request = task("new").toBuilder();
      request.getSpecBuilder().getTemplateBuilder().getContainerBuilder().clearArgs();
      server.stub.createTask(
          parse(request, "spec { template { container { " + change + " } } }").build());
    };
  }

  private static Consumer<AdminServer> resources(String name, String request, String limit) {
    return creates(
        "spec { template { container { resources { "
            + (request.isEmpty() ? "" : "requests { name: " + name + " value: '" + request + "' } ")
            + (limit.isEmpty() ? "" : "limits { name: " + name + " value: '" + limit + "' } ")
            + "} } } }");
  }

  private static Consumer<AdminServer> pod(String change) {
    return creates("spec { template { k8s_pod { " + change + " } } }");
  }

  private static Consumer<AdminServer> environment(int length) {
    return creates(
        "spec { template { container { env { key: 'a' value: '" + "x".repeat(length) + "' } } } }");
  }

  private static TaskCreateRequest newer(String name, int field) {
    TaskCreateRequest.Builder task = task(name).toBuilder();
    task.getSpecBuilder()
        .getTemplateBuilder()
        .getMetadataBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    field,
                    UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFromUtf8("x"))
                        .build())
                .build());
    return task.build();
  }

  private static Consumer<AdminServer> plans(String workflow, String spec) {
    return server -> {
      LaunchPlanCreateRequest request =
          parse(launchPlan("p", workflow).toBuilder(), "spec { " + spec + " }").build();
      server.stub.createLaunchPlan(request);
    };
  }

  private static String fixed() {
    return "fixed_inputs { literals { key: 'i' value { scalar { primitive { integer: 1 } } } } } ";
  }

  private static String expression() {
    return fixed() + "entity_metadata { schedule { cron_expression: '0 7 * * *' } }";
  }

  private static Consumer<AdminServer> schedule(String schedule) {
    return plans(
        "w",
        fixed()
            + "entity_metadata { schedule { cron_schedule { schedule: '"
            + schedule
            + "' } } }");
  }

  private static Consumer<AdminServer> kickoff(String argument) {
    return plans(
        "timed",
        fixed()
            + "entity_metadata { schedule { kickoff_time_input_arg: '"
            + argument
            + "' cron_schedule { schedule: '@daily' } } }");
  }

  private static Consumer<AdminServer> notifies(String notification) {
    return plans("w", "entity_metadata { notifications { " + notification + " } }");
  }

  private static void activate(AdminServer server, String type, String name, String version) {
    var unused =
        server.stub.updateLaunchPlan(
            LaunchPlanUpdateRequest.newBuilder()
                .setId(parse(Identifier.newBuilder(), id(type, name, version)))
                .setState(LaunchPlanState.ACTIVE)
                .build());
  }

  private static Consumer<AdminServer> lists(String filters) {
    return server -> {
      var unused =
          server.stub.listTasks(
              parse(
                      ResourceListRequest.newBuilder(),
                      "id { project: 'flytesnacks' domain: 'development' } limit: 1 filters: '"
                          + filters
                          + "'")
                  .build());
    };
  }

  private static Consumer<AdminServer> starts(String type, String name) {
    return server -> {
      ExecutionCreateRequest request =
          parse(
                  ExecutionCreateRequest.newBuilder(),
                  "project: 'flytesnacks' domain: 'development' name: 'run' spec { launch_plan { "
                      + id(type, name)
                      + " } } inputs { literals { key: 'i'"
                      + " value { scalar { primitive { integer: 1 } } } } }")
              .build();
      assertThat(server.stub.createExecution(request).getId().getName()).isEqualTo("run");
      assertThat(server.admin.executionRequests()).containsExactly(request);
    };
  }
}
