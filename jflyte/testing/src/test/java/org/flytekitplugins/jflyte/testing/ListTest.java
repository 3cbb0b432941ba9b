package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.launchPlan;
import static org.flytekitplugins.jflyte.testing.Requests.node;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;
import static org.flytekitplugins.jflyte.testing.Requests.workflow;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.NamedEntityIdentifierListRequest;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.TaskOuterClass.TaskList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListTest {
  private static final String PLACE = "project: 'flytesnacks' domain: 'development'";

  private final AdminServer server = new AdminServer();

  @BeforeEach
  void create() {
    for (String version : List.of("3", "1", "2")) {
      server.stub.createTask(
          parse(task("a").toBuilder(), "id { version: '" + version + "' }").build());
    }
    server.stub.createTask(task("b"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TaskList list(String request) {
    return server.stub.listTasks(parse(ResourceListRequest.newBuilder(), request).build());
  }

  private static List<String> names(TaskList list) {
    return list.getTasksList().stream()
        .map(task -> task.getId().getName() + task.getId().getVersion())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limit: 10                                                  | a3 a1 a2 b1
          limit: 1 sort_by { key: 'created_at' }                     | b1
          limit: 2 sort_by { key: 'created_at' direction: ASCENDING } | a3 a1
          limit: 10 sort_by { key: 'version' direction: ASCENDING }  | a1 b1 a2 a3
          limit: 10 filters: 'eq(name,a)'                            | a3 a1 a2
          limit: 10 filters: 'eq(task.name,a)+ne(version,1)'         | a3 a2
          limit: 10 filters: 'value_in(version,1;2)'                 | a1 a2 b1
          limit: 10 filters: 'value_not_in(version, 1;2)'            | a3
          limit: 10 filters: 'contains(name,b)'                      | b1
          limit: 10 filters: 'gte(version,2)+lt(version,3)'          | a2
          limit: 10 filters: 'eq(type,container)+eq(name,b)'         | b1
          """)
  void tasksAreFilteredSortedAndLimited(String request, String expected) {
    assertThat(names(list("id { " + PLACE + " } " + request)))
        .containsExactly(expected.split(" ", -1));
  }

  @Test
  void theLatestVersionOfATaskIsTheOneCreatedLast() {
    assertThat(names(list("id { " + PLACE + " name: 'a' } limit: 1 sort_by { key: 'created_at' }")))
        .containsExactly("a2");
  }

  @Test
  void pagesFollowEachOther() {
    TaskList first = list("id { " + PLACE + " } limit: 3");
    TaskList second = list("id { " + PLACE + " } limit: 3 token: '" + first.getToken() + "'");

    assertThat(names(first)).containsExactly("a3", "a1", "a2");
    assertThat(names(second)).containsExactly("b1");
    assertThat(second.getToken()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limit: 1                                               | missing id
          limit: 1 id { domain: 'd' }                            | missing project
          limit: 1 id { project: 'p' }                           | missing domain
          id { PLACE }                                           | invalid value for limit
          id { PLACE } limit: 1 token: 'x'                       | invalid pagination token x for task
          id { PLACE } limit: 1 sort_by { key: 'color' }         | invalid sort key 'color'
          id { PLACE } limit: 1 filters: 'color'                 | invalid value for filters
          id { PLACE } limit: 1 filters: 'eq(color,red)'         | 'task.color' is invalid filter
          id { PLACE } limit: 1 filters: 'like(name,a)'          | unrecognized filter function: like
          """)
  void whatIsNoListIsRefused(String request, String words) {
    assertThat(refusal(() -> list(request.replace("PLACE", PLACE))))
        .isEqualTo("INVALID_ARGUMENT: " + words);
  }

  @Test
  void namesAreListedOnce() {
    NamedEntityIdentifierListRequest request =
        parse(NamedEntityIdentifierListRequest.newBuilder(), PLACE + " limit: 10").build();
    server.stub.createWorkflow(workflow("w", node("n", "b")));
    server.stub.createLaunchPlan(launchPlan("p", "w"));

    assertThat(server.stub.listTaskIds(request).getEntitiesList())
        .extracting(NamedEntityIdentifier::getName)
        .containsExactly("a", "b");
    assertThat(server.stub.listWorkflowIds(request).getEntitiesList())
        .extracting(NamedEntityIdentifier::getName)
        .containsExactly("w");
    assertThat(server.stub.listLaunchPlanIds(request).getEntitiesList())
        .extracting(NamedEntityIdentifier::getName)
        .containsExactly("p");
  }

  @Test
  void workflowsAreListedWithoutWhatIsCompiled() {
    server.stub.createWorkflow(workflow("w", node("n", "b")));
    server.stub.createLaunchPlan(launchPlan("p", "w"));
    ResourceListRequest request =
        parse(ResourceListRequest.newBuilder(), "id { " + PLACE + " } limit: 10").build();

    assertThat(server.stub.listWorkflows(request).getWorkflowsList())
        .singleElement()
        .satisfies(
            workflow -> {
              assertThat(workflow.getClosure().hasCompiledWorkflow()).isFalse();
              assertThat(workflow.getClosure().hasCreatedAt()).isTrue();
            });
    assertThat(server.stub.listLaunchPlans(request).getLaunchPlansList())
        .isEqualTo(server.admin.launchPlans());
  }
}
