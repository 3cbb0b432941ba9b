package org.flytekitplugins.client.internal.flyte2;

import flyteidl.admin.Common.NamedEntityIdentifierList;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanList;
import flyteidl.admin.WorkflowOuterClass.WorkflowList;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.client.internal.admin.CallRefusal;
import org.flytekitplugins.client.internal.admin.DownloadLink;
import org.flytekitplugins.client.internal.admin.FlyteadminCalls;

/**
 * flyteadmin's methods, as far as they are called, answered by Flyte 2's services: whoever
 * registers and runs needs not know which Flyte it is.
 */
final class Flyte2Flyteadmin implements FlyteadminCalls {
  private final Map<String, Function<Object, CompletableFuture<?>>> methods = new HashMap<>();

  Flyte2Flyteadmin(Flyte2Client flyte) {
    TaskCalls tasks = new TaskCalls(flyte);
    answer(AdminServiceGrpc.getCreateTaskMethod(), tasks::create);
    answer(AdminServiceGrpc.getGetTaskMethod(), tasks::get);
    answer(AdminServiceGrpc.getListTasksMethod(), tasks::versions);
    answer(AdminServiceGrpc.getListTaskIdsMethod(), tasks::names);
    RunCalls runs = new RunCalls(flyte, tasks);
    answer(AdminServiceGrpc.getCreateExecutionMethod(), runs::create);
    answer(AdminServiceGrpc.getRelaunchExecutionMethod(), runs::relaunch);
    answer(AdminServiceGrpc.getGetExecutionMethod(), runs::get);
    answer(AdminServiceGrpc.getListExecutionsMethod(), runs::list);
    answer(AdminServiceGrpc.getGetExecutionDataMethod(), runs::data);
    answer(AdminServiceGrpc.getTerminateExecutionMethod(), runs::terminate);
    answer(AdminServiceGrpc.getListNodeExecutionsMethod(), runs::nodes);
    answer(AdminServiceGrpc.getListTaskExecutionsMethod(), runs::attempts);
    answer(DownloadLink.method(), runs::reportLink);
    answerWhatIsNotThere();
  }

  /** There are no workflows and no launch plans, so nobody finds one. */
  private void answerWhatIsNotThere() {
    absent(AdminServiceGrpc.getGetWorkflowMethod(), "workflows");
    absent(AdminServiceGrpc.getGetLaunchPlanMethod(), "launch plans");
    absent(AdminServiceGrpc.getGetActiveLaunchPlanMethod(), "launch plans");
    none(AdminServiceGrpc.getListWorkflowsMethod(), WorkflowList.getDefaultInstance());
    none(AdminServiceGrpc.getListLaunchPlansMethod(), LaunchPlanList.getDefaultInstance());
    none(
        AdminServiceGrpc.getListLaunchPlanIdsMethod(),
        NamedEntityIdentifierList.getDefaultInstance());
    none(
        AdminServiceGrpc.getListWorkflowIdsMethod(),
        NamedEntityIdentifierList.getDefaultInstance());
  }

  private <Q, R> void answer(
      MethodDescriptor<Q, R> method, Function<Q, CompletableFuture<R>> answer) {
    @SuppressWarnings("unchecked") // it is asked with requests of the method only
    Function<Object, CompletableFuture<?>> any = request -> answer.apply((Q) request);
    methods.put(method.getFullMethodName(), any);
  }

  private <Q, R> void absent(MethodDescriptor<Q, R> method, String what) {
    answer(
        method,
        request -> CompletableFuture.failedFuture(AdminException.notFound(Backend.FLYTE_2, what)));
  }

  private <Q, R> void none(MethodDescriptor<Q, R> method, R answer) {
    answer(method, request -> CompletableFuture.completedFuture(answer));
  }

  @Override
  public Backend backend() {
    return Backend.FLYTE_2;
  }

  @Override
  public CompletableFuture<Backend> find() {
    return CompletableFuture.completedFuture(Backend.FLYTE_2);
  }

  @Override
  public void close() {}

  @Override
  @SuppressWarnings("unchecked") // it is what the method answers
  public <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request) {
    Function<Object, CompletableFuture<?>> answer = methods.get(method.getFullMethodName());
    if (answer == null) {
      return CompletableFuture.failedFuture(refusal(String.valueOf(method.getBareMethodName())));
    }
    try {
      return (CompletableFuture<R>) answer.apply(request);
    } catch (CallRefusal refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Why a method of flyteadmin is not there. */
  static CallRefusal refusal(String method) {
    switch (method) {
      case "CreateWorkflow":
      case "CreateLaunchPlan":
      case "UpdateLaunchPlan":
        return new CallRefusal(
            "Flyte 2 has neither workflows nor launch plans: run the tasks of the package one by"
                + " one, or register it with a Flyte 1");
      case "RecoverExecution":
        return new CallRefusal(
            "Flyte 2 does not take over what has succeeded in another run: relaunch it, or start it"
                + " anew");
      default:
        return new CallRefusal("Flyte 2 has nothing like " + method + " of Flyte 1: leave it out");
    }
  }
}
