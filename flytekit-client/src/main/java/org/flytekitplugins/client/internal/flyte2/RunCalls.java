package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateResponse;
import flyteidl.admin.ExecutionOuterClass.ExecutionList;
import flyteidl.admin.ExecutionOuterClass.ExecutionRelaunchRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionSpec;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateResponse;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataResponse;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionList;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionList;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.CallRefusal;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;

/**
 * flyteadmin's methods about executions, answered by Flyte 2's runs. Inputs of another type than
 * the task's are refused here, because Flyte 2 does not look at them.
 */
final class RunCalls {
  private static final int MOST_LISTED = 1000;
  private static final Set<Status.Code> CANNOT_LIST =
      Set.of(Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED);
  private static final Pattern RUN_NAME = Pattern.compile("[a-z]([a-z0-9-]{0,28}[a-z0-9])?");
  private static final Pattern PHASES = Pattern.compile("value_in\\(phase,([A-Z_;]+)\\)");
  private static final Pattern TASK_NAME = Pattern.compile("eq\\(task\\.name,([^)]+)\\)");

  private final Flyte2Client flyte;
  private final TaskCalls tasks;

  RunCalls(Flyte2Client flyte, TaskCalls tasks) {
    this.flyte = flyte;
    this.tasks = tasks;
  }

  CompletableFuture<Execution> get(WorkflowExecutionGetRequest request) {
    return flyte
        .action(ExecutionMessages.run(request.getId()).root())
        .thenApply(ExecutionMessages::execution);
  }

  CompletableFuture<ExecutionCreateResponse> create(ExecutionCreateRequest request) {
    ExecutionSpec spec = request.getSpec();
    if (spec.getLaunchPlan().getResourceType() != ResourceType.TASK) {
      throw Flyte2Flyteadmin.refusal("CreateLaunchPlan");
    }
    RunKey run = run(request.getProject(), request.getDomain(), request.getName());
    TaskKey task = ExecutionMessages.task(spec.getLaunchPlan());
    return start(run, task, request.getInputs(), settings(spec));
  }

  private static RunKey run(String project, String domain, String name) {
    if (!RUN_NAME.matcher(name).matches()) {
      throw new CallRefusal(
          "the execution's name is \""
              + name
              + "\", which Flyte 2 does not take: write lower-case letters, digits and dashes, at"
              + " most 30, from a letter on, like nightly-7");
    }
    return RunKey.of(project, domain, name);
  }

  private CompletableFuture<ExecutionCreateResponse> start(
      RunKey run, TaskKey task, LiteralMap inputs, RunSettings settings) {
    return tasks
        .deployed(task)
        .thenCompose(
            there -> {
              InputTypes.check(
                  "task " + task.name() + ", version " + task.version(),
                  there.template().getInterface().getInputs(),
                  there.defaults().keySet(),
                  inputs);
              return flyte.createRun(run, task, inputs, settings);
            })
        .thenApply(
            started ->
                ExecutionCreateResponse.newBuilder().setId(ExecutionMessages.id(started)).build());
  }

  private static RunSettings settings(ExecutionSpec spec) {
    UnknownFieldSet.Field overwrite =
        spec.getUnknownFields().getField(FlyteidlField.EXECUTION_SPEC_OVERWRITE_CACHE);
    return RunSettings.builder()
        .labels(spec.getLabels().getValuesMap())
        .annotations(spec.getAnnotations().getValuesMap())
        .interruptible(spec.hasInterruptible() ? spec.getInterruptible().getValue() : null)
        .rawDataPrefix(spec.getRawOutputDataConfig().getOutputLocationPrefix())
        .serviceAccount(spec.getSecurityContext().getRunAs().getK8SServiceAccount())
        .overwriteCache(overwrite.getVarintList().contains(1L))
        .concurrency(spec.getMaxParallelism())
        .build();
  }

  CompletableFuture<ExecutionCreateResponse> relaunch(ExecutionRelaunchRequest request) {
    RunKey before = ExecutionMessages.run(request.getId());
    RunKey again = run(before.project(), before.domain(), request.getName());
    return flyte
        .action(before.root())
        .thenCompose(
            root -> {
              TaskKey task = root.task();
              if (task == null) {
                throw new CallRefusal(
                    "run " + before + " runs a task that is not registered: start it anew");
              }
              return flyte
                  .runSpec(before)
                  .thenCompose(
                      spec ->
                          flyte
                              .data(before.root())
                              .thenCompose(
                                  data -> start(again, task, data.inputs(), RunSettings.of(spec))));
            });
  }

  CompletableFuture<ExecutionList> list(ResourceListRequest request) {
    Function<ActionDetails, Boolean> wanted = filter(request.getFilters());
    return flyte
        .runs(request.getId().getProject(), request.getId().getDomain(), MOST_LISTED)
        .thenApply(
            roots -> {
              ExecutionList.Builder list = ExecutionList.newBuilder();
              for (ActionDetails root : roots) {
                if (list.getExecutionsCount() < request.getLimit() && wanted.apply(root)) {
                  list.addExecutions(ExecutionMessages.execution(root));
                }
              }
              return list.build();
            });
  }

  /** What ExecutionFilter writes; of workflows and launch plans there are no runs. */
  private static Function<ActionDetails, Boolean> filter(String text) {
    Matcher phases = PHASES.matcher(text);
    List<String> names = phases.find() ? Arrays.asList(phases.group(1).split(";", -1)) : List.of();
    Matcher named = TASK_NAME.matcher(text);
    Optional<String> task = named.find() ? Optional.of(named.group(1)) : Optional.empty();
    boolean isOfOthers = text.contains("eq(workflow.") || text.contains("eq(launch_plan.");
    return root -> {
      TaskKey key = root.task();
      return !isOfOthers
          && (names.isEmpty()
              || names.contains(ExecutionMessages.execution(root).getClosure().getPhase().name()))
          && (task.isEmpty() || (key != null && key.name().equals(task.get())));
    };
  }

  CompletableFuture<WorkflowExecutionGetDataResponse> data(
      WorkflowExecutionGetDataRequest request) {
    return flyte
        .data(ExecutionMessages.run(request.getId()).root())
        .thenApply(
            data ->
                WorkflowExecutionGetDataResponse.newBuilder()
                    .setFullInputs(data.inputs())
                    .setFullOutputs(data.outputs())
                    .build());
  }

  CompletableFuture<ExecutionTerminateResponse> terminate(ExecutionTerminateRequest request) {
    return flyte
        .abortRun(ExecutionMessages.run(request.getId()), request.getCause())
        .thenApply(done -> ExecutionTerminateResponse.getDefaultInstance());
  }

  CompletableFuture<NodeExecutionList> nodes(NodeExecutionListRequest request) {
    RunKey run = ExecutionMessages.run(request.getWorkflowExecutionId());
    String parent = request.getUniqueParentId();
    return flyte
        .action(run.root())
        .thenCombine(
            flyte.actions(run).exceptionally(RunCalls::noneIfNotAllowed),
            (root, actions) -> {
              NodeExecutionList.Builder list = NodeExecutionList.newBuilder();
              if (parent.isEmpty()) {
                list.addNodeExecutions(
                    ExecutionMessages.node(root, hasChildren(root.id().name(), actions)));
              } else {
                for (ActionDetails action : actions) {
                  if (action.parent().equals(parent)) {
                    list.addNodeExecutions(
                        ExecutionMessages.node(action, hasChildren(action.id().name(), actions)));
                  }
                }
              }
              return list.build();
            });
  }

  /** Who may not list actions, or has a server that cannot, has the first one, at least. */
  private static List<ActionDetails> noneIfNotAllowed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof AdminException && CANNOT_LIST.contains(((AdminException) cause).code())) {
      return List.of();
    }
    throw new CompletionException(cause);
  }

  private static boolean hasChildren(String name, List<ActionDetails> actions) {
    return actions.stream().anyMatch(action -> action.parent().equals(name));
  }

  CompletableFuture<TaskExecutionList> attempts(TaskExecutionListRequest request) {
    return flyte
        .action(ExecutionMessages.action(request.getNodeExecutionId()))
        .thenApply(
            action ->
                TaskExecutionList.newBuilder()
                    .addAllTaskExecutions(new ArrayList<>(ExecutionMessages.attempts(action)))
                    .build());
  }

  /** That of the last attempt, as flyteadmin has it. */
  CompletableFuture<String> reportLink(NodeExecutionIdentifier node) {
    ActionKey action = ExecutionMessages.action(node);
    return flyte
        .action(action)
        .thenCompose(details -> flyte.reportLink(action, Math.max(1, details.attemptCount())))
        .thenApply(link -> link.orElse(""));
  }
}
