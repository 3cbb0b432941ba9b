package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.Event.NodeExecutionEventRequest;
import flyteidl.admin.Event.NodeExecutionEventResponse;
import flyteidl.admin.Event.TaskExecutionEventRequest;
import flyteidl.admin.Event.TaskExecutionEventResponse;
import flyteidl.admin.Event.WorkflowExecutionEventRequest;
import flyteidl.admin.Event.WorkflowExecutionEventResponse;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateResponse;
import flyteidl.admin.ExecutionOuterClass.ExecutionList;
import flyteidl.admin.ExecutionOuterClass.ExecutionRecoverRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionRelaunchRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateResponse;
import flyteidl.admin.ExecutionOuterClass.ExecutionUpdateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionUpdateResponse;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataResponse;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionGetDataRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionGetDataResponse;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionGetRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionList;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionGetDataRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionGetDataResponse;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionGetRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionList;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.service.AdminServiceGrpc.AdminServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The part of flyteadmin's service that is about executions. */
abstract class ExecutionCalls extends AdminServiceImplBase {
  private final Executions executions;
  private final Propeller propeller;
  private final CallDesk desk;

  ExecutionCalls(Executions executions, Propeller propeller, CallDesk desk) {
    this.executions = executions;
    this.propeller = propeller;
    this.desk = desk;
  }

  @Override
  public final void createExecution(
      ExecutionCreateRequest request, StreamObserver<ExecutionCreateResponse> caller) {
    desk.answer("CreateExecution", caller, () -> started(() -> executions.create(request)));
  }

  @Override
  public final void relaunchExecution(
      ExecutionRelaunchRequest request, StreamObserver<ExecutionCreateResponse> caller) {
    desk.answer("RelaunchExecution", caller, () -> started(() -> executions.relaunch(request)));
  }

  @Override
  public final void recoverExecution(
      ExecutionRecoverRequest request, StreamObserver<ExecutionCreateResponse> caller) {
    desk.answer("RecoverExecution", caller, () -> started(() -> executions.recover(request)));
  }

  private ExecutionCreateResponse started(Supplier<WorkflowExecutionIdentifier> accept) {
    WorkflowExecutionIdentifier id = accept.get();
    propeller.start(executions.played(id));
    return ExecutionCreateResponse.newBuilder().setId(id).build();
  }

  @Override
  public final void terminateExecution(
      ExecutionTerminateRequest request, StreamObserver<ExecutionTerminateResponse> caller) {
    desk.answer(
        "TerminateExecution",
        caller,
        () -> {
          executions.terminate(request);
          propeller.abort(executions.played(request.getId()));
          return ExecutionTerminateResponse.getDefaultInstance();
        });
  }

  @Override
  public final void updateExecution(
      ExecutionUpdateRequest request, StreamObserver<ExecutionUpdateResponse> caller) {
    desk.answer(
        "UpdateExecution",
        caller,
        () -> {
          executions.update(request);
          return ExecutionUpdateResponse.getDefaultInstance();
        });
  }

  @Override
  public final void getExecution(
      WorkflowExecutionGetRequest request, StreamObserver<Execution> caller) {
    desk.answer(
        "GetExecution", caller, () -> executions.execution(request.hasId(), request.getId()));
  }

  @Override
  public final void getExecutionData(
      WorkflowExecutionGetDataRequest request,
      StreamObserver<WorkflowExecutionGetDataResponse> caller) {
    desk.answer("GetExecutionData", caller, () -> executions.data(request.getId()));
  }

  @Override
  public final void listExecutions(
      ResourceListRequest request, StreamObserver<ExecutionList> caller) {
    desk.answer("ListExecutions", caller, () -> executions.list(request));
  }

  @Override
  public final void getNodeExecution(
      NodeExecutionGetRequest request, StreamObserver<NodeExecution> caller) {
    desk.answer("GetNodeExecution", caller, () -> executions.node(request.getId()));
  }

  @Override
  public final void getNodeExecutionData(
      NodeExecutionGetDataRequest request, StreamObserver<NodeExecutionGetDataResponse> caller) {
    desk.answer("GetNodeExecutionData", caller, () -> executions.nodeData(request.getId()));
  }

  @Override
  public final void listNodeExecutions(
      NodeExecutionListRequest request, StreamObserver<NodeExecutionList> caller) {
    desk.answer("ListNodeExecutions", caller, () -> executions.nodes(request));
  }

  @Override
  public final void getTaskExecution(
      TaskExecutionGetRequest request, StreamObserver<TaskExecution> caller) {
    desk.answer("GetTaskExecution", caller, () -> executions.task(request.getId()));
  }

  @Override
  public final void getTaskExecutionData(
      TaskExecutionGetDataRequest request, StreamObserver<TaskExecutionGetDataResponse> caller) {
    desk.answer("GetTaskExecutionData", caller, () -> executions.taskData(request.getId()));
  }

  @Override
  public final void listTaskExecutions(
      TaskExecutionListRequest request, StreamObserver<TaskExecutionList> caller) {
    desk.answer("ListTaskExecutions", caller, () -> executions.tasks(request));
  }

  @Override
  public final void createWorkflowEvent(
      WorkflowExecutionEventRequest request,
      StreamObserver<WorkflowExecutionEventResponse> caller) {
    desk.answer(
        "CreateWorkflowEvent",
        caller,
        () -> {
          executions.record(request.getEvent());
          return WorkflowExecutionEventResponse.getDefaultInstance();
        });
  }

  @Override
  public final void createNodeEvent(
      NodeExecutionEventRequest request, StreamObserver<NodeExecutionEventResponse> caller) {
    desk.answer(
        "CreateNodeEvent",
        caller,
        () -> {
          executions.record(request.getEvent());
          return NodeExecutionEventResponse.getDefaultInstance();
        });
  }

  @Override
  public final void createTaskEvent(
      TaskExecutionEventRequest request, StreamObserver<TaskExecutionEventResponse> caller) {
    desk.answer(
        "CreateTaskEvent",
        caller,
        () -> {
          executions.record(request.getEvent());
          return TaskExecutionEventResponse.getDefaultInstance();
        });
  }
}
