package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.AdminServer.refusal;
import static org.flytekitplugins.jflyte.testing.Requests.id;
import static org.flytekitplugins.jflyte.testing.Requests.parse;
import static org.flytekitplugins.jflyte.testing.Requests.task;

import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRulesTest {
  private final AdminServer server = new AdminServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsCreatedIsKeptWholeAndAnsweredCompiled() {
    TaskCreateRequest request = task("a");

    server.stub.createTask(request);

    assertThat(server.admin.taskRequests()).containsExactly(request);
    assertThat(server.stub.getTask(ObjectGetRequest.newBuilder().setId(request.getId()).build()))
        .isEqualTo(server.admin.tasks().get(0))
        .satisfies(
            task ->
                assertThat(task.getClosure().getCompiledTask().getTemplate())
                    .isEqualTo(
                        request.getSpec().getTemplate().toBuilder()
                            .setId(request.getId())
                            .build()));
  }

  @Test
  void theSameAgainIsThereAndAnotherContentIsRefused() {
    server.stub.createTask(task("a"));

    assertThat(refusal(() -> server.stub.createTask(task("a"))))
        .isEqualTo("ALREADY_EXISTS: task with identical structure already exists");
    assertThat(
            refusal(
                () ->
                    server.stub.createTask(
                        parse(task("a").toBuilder(), "spec { template { type: 'other' } }")
                            .build())))
        .isEqualTo(
            "INVALID_ARGUMENT: a task with different structure already exists. (Please register a"
                + " new version of the task)");
    assertThat(server.admin.tasks()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(
            refusal(
                () ->
                    server.stub.getTask(
                        ObjectGetRequest.newBuilder().setId(task("a").getId()).build())))
        .isEqualTo(
            "NOT_FOUND: missing entity of type TASK with identifier resource_type: TASK project:"
                + " \"flytesnacks\" domain: \"development\" name: \"a\" version: \"1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id { project: '' }                                      | missing project
          id { domain: '' }                                       | missing domain
          id { name: '' }                                         | missing name
          id { version: '' }                                      | missing version
          spec { template { type: '' } }                          | missing type
          spec { template { container { image: '' } } }           | missing image
          spec { template { metadata { runtime { flavor: 'x' } } } } | missing runtime version
          spec { template { container { resources { limits { name: CPU value: '1' } limits { name: CPU value: '1' } } } } } | can't specify CPU limit for task [resource_type: TASK project: "flytesnacks" domain: "development" name: "a" version: "1"] multiple times
          """)
  void whatIsMissingIsRefused(String change, String words) {
    // A text cannot set a field to its default, so what is to be emptied is marked and cleared.
    TaskCreateRequest.Builder request = task("a").toBuilder();
    if (change.contains("''")) {
      clear(request, change);
    } else {
      parse(request, change);
    }

    assertThat(refusal(() -> server.stub.createTask(request.build())))
        .isEqualTo("INVALID_ARGUMENT: " + words);
  }

  private static void clear(TaskCreateRequest.Builder request, String change) {
    switch (change) {
      case "id { project: '' }" -> request.getIdBuilder().clearProject();
      case "id { domain: '' }" -> request.getIdBuilder().clearDomain();
      case "id { name: '' }" -> request.getIdBuilder().clearName();
      case "id { version: '' }" -> request.getIdBuilder().clearVersion();
      case "spec { template { type: '' } }" ->
          request.getSpecBuilder().getTemplateBuilder().clearType();
      default -> request.getSpecBuilder().getTemplateBuilder().getContainerBuilder().clearImage();
    }
  }

  @Test
  void messagesThatAreMissingAreRefused() {
    TaskCreateRequest task = task("a");
    assertThat(refusal(() -> server.stub.createTask(task.toBuilder().clearId().build())))
        .isEqualTo("INVALID_ARGUMENT: missing id");
    assertThat(refusal(() -> server.stub.createTask(task.toBuilder().clearSpec().build())))
        .isEqualTo("INVALID_ARGUMENT: missing spec");
    TaskCreateRequest.Builder noInterface = task.toBuilder();
    noInterface.getSpecBuilder().getTemplateBuilder().clearInterface();
    assertThat(refusal(() -> server.stub.createTask(noInterface.build())))
        .isEqualTo("INVALID_ARGUMENT: missing typed interface");
    TaskCreateRequest.Builder noMetadata = task.toBuilder();
    noMetadata.getSpecBuilder().getTemplateBuilder().clearMetadata();
    assertThat(refusal(() -> server.stub.createTask(noMetadata.build())))
        .isEqualTo("INVALID_ARGUMENT: missing metadata");
  }

  @Test
  void anIdentifierOfAnotherKindIsRefused() {
    assertThat(
            refusal(
                () ->
                    server.stub.createTask(
                        parse(task("a").toBuilder(), "id { " + id("WORKFLOW", "a") + " }")
                            .build())))
        .startsWith("INVALID_ARGUMENT: unexpected resource type workflow for identifier [")
        .endsWith("], expected task instead");
  }

  @Test
  void projectsAndDomainsCanBeLimited() {
    try (AdminServer limited =
        new AdminServer(LocalFlyteAdmin.builder().projects("flytesnacks").domains("production"))) {
      assertThat(refusal(() -> limited.stub.createTask(task("a"))))
          .isEqualTo("INVALID_ARGUMENT: domain [development] is unrecognized by system");
      assertThat(
              refusal(
                  () ->
                      limited.stub.createTask(
                          parse(task("a").toBuilder(), "id { project: 'other' }").build())))
          .startsWith("INVALID_ARGUMENT: failed to validate that project [other] and domain");
    }
  }
}
