package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.NamedEntityIdentifierList;
import flyteidl.admin.Common.NamedEntityIdentifierListRequest;
import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateResponse;
import flyteidl.admin.ExecutionOuterClass.ExecutionList;
import flyteidl.admin.ExecutionOuterClass.ExecutionRelaunchRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionSpec;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateResponse;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataResponse;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanList;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionList;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionList;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateResponse;
import flyteidl.admin.TaskOuterClass.TaskList;
import flyteidl.admin.WorkflowOuterClass.WorkflowList;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.Backend;
import org.flytekitplugins.client.internal.admin.CallRefusal;
import org.flytekitplugins.client.internal.admin.FlyteadminCalls;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;

/**
 * flyteadmin's methods, as far as they are called, answered by Flyte 2's services: whoever
 * registers and runs needs not know which Flyte it is. What Flyte 2 does silently and Flyte 1
 * refuses, is refused here: another content of a version that is there, inputs of another type.
 */
final class Flyte2Flyteadmin implements FlyteadminCalls {
  private static final String TEMPLATE_FILE = "task-template.pb";
  private static final int TEMPLATE = 1;
  private static final int SHORT_NAME = 3;
  private static final int LONGEST_SHORT_NAME = 63;
  private static final int MOST_LISTED = 1000;
  private static final Pattern RUN_NAME = Pattern.compile("[a-z]([a-z0-9-]{0,28}[a-z0-9])?");
  private static final Pattern PHASES = Pattern.compile("value_in\\(phase,([A-Z_;]+)\\)");
  private static final Pattern TASK_NAME = Pattern.compile("eq\\(task\\.name,([^)]+)\\)");

  private final Flyte2Client flyte;
  private final Map<String, Function<Object, CompletableFuture<?>>> methods = new HashMap<>();

  Flyte2Flyteadmin(Flyte2Client flyte) {
    this.flyte = flyte;
    answer(AdminServiceGrpc.getCreateTaskMethod(), this::createTask);
    answer(AdminServiceGrpc.getGetTaskMethod(), this::getTask);
    answer(AdminServiceGrpc.getListTasksMethod(), this::listTasks);
    answer(AdminServiceGrpc.getListTaskIdsMethod(), this::listTaskIds);
    answer(AdminServiceGrpc.getCreateExecutionMethod(), this::createExecution);
    answer(AdminServiceGrpc.getRelaunchExecutionMethod(), this::relaunchExecution);
    answer(
        AdminServiceGrpc.getGetExecutionMethod(),
        request ->
            flyte
                .action(ExecutionMessages.run(request.getId()).root())
                .thenApply(ExecutionMessages::execution));
    answer(AdminServiceGrpc.getListExecutionsMethod(), this::listExecutions);
    answer(AdminServiceGrpc.getGetExecutionDataMethod(), this::getExecutionData);
    answer(AdminServiceGrpc.getTerminateExecutionMethod(), this::terminateExecution);
    answer(AdminServiceGrpc.getListNodeExecutionsMethod(), this::listNodeExecutions);
    answer(AdminServiceGrpc.getListTaskExecutionsMethod(), this::listTaskExecutions);
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

  private static CallRefusal refusal(String method) {
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

  // Tasks

  private CompletableFuture<TaskCreateResponse> createTask(TaskCreateRequest request) {
    TaskKey key = ExecutionMessages.task(request.getId());
    TaskTemplate template =
        request.getSpec().getTemplate().toBuilder().setId(request.getId()).build();
    return flyte
        .taskSpec(key)
        .thenCompose(
            there -> {
              if (there.isPresent()) {
                throw template(there.get()).equals(template)
                    ? AdminException.alreadyExists(Backend.FLYTE_2, "the task " + key)
                    : AdminException.differs(Backend.FLYTE_2, "the task " + key);
              }
              return deploy(key, template);
            });
  }

  private CompletableFuture<TaskCreateResponse> deploy(TaskKey key, TaskTemplate template) {
    CompletableFuture<TaskTemplate> whole =
        TemplatePath.isIn(template)
            ? flyte
                .upload(key.project(), key.domain(), TEMPLATE_FILE, stableBytes(template))
                .thenApply(uri -> TemplatePath.withUri(template, uri))
            : CompletableFuture.completedFuture(template);
    return whole
        .thenCompose(ready -> flyte.deployTask(key, spec(key, ready)))
        .thenApply(done -> TaskCreateResponse.getDefaultInstance());
  }

  private static ByteString spec(TaskKey key, TaskTemplate template) {
    String name = key.name().substring(key.name().lastIndexOf('.') + 1);
    return Fields.builder()
        .message(TEMPLATE, template)
        .text(
            SHORT_NAME,
            name.length() <= LONGEST_SHORT_NAME ? name : name.substring(0, LONGEST_SHORT_NAME))
        .build()
        .toByteString();
  }

  /** What is registered, without the address that stands in its command line for Flyte 2 alone. */
  private static TaskTemplate template(ByteString spec) {
    try {
      return TemplatePath.asked(TaskTemplate.parseFrom(Fields.parse(spec).messageBytes(TEMPLATE)));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(e);
    }
  }

  /** Equal templates have equal bytes, and so one place in storage. */
  private static ByteString stableBytes(MessageLite message) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is never closed", e);
    }
    return bytes.toByteString();
  }

  private CompletableFuture<Task> getTask(ObjectGetRequest request) {
    return template(ExecutionMessages.task(request.getId()))
        .thenApply(
            template -> {
              Task.Builder task = Task.newBuilder().setId(request.getId());
              task.getClosureBuilder().getCompiledTaskBuilder().setTemplate(template);
              return task.build();
            });
  }

  private CompletableFuture<TaskTemplate> template(TaskKey key) {
    return flyte
        .taskSpec(key)
        .thenApply(
            there ->
                there
                    .map(Flyte2Flyteadmin::template)
                    .orElseThrow(
                        () ->
                            new CompletionException(
                                AdminException.notFound(Backend.FLYTE_2, "task " + key))));
  }

  private CompletableFuture<TaskList> listTasks(ResourceListRequest request) {
    NamedEntityIdentifier name = request.getId();
    return flyte
        .versions(name.getProject(), name.getDomain(), name.getName())
        .thenApply(
            versions -> {
              TaskList.Builder list = TaskList.newBuilder();
              for (String version : versions) {
                if (list.getTasksCount() < request.getLimit()) {
                  list.addTasks(
                      Task.newBuilder()
                          .setId(
                              ExecutionMessages.id(
                                  TaskKey.of(
                                      name.getProject(),
                                      name.getDomain(),
                                      name.getName(),
                                      version))));
                }
              }
              return list.build();
            });
  }

  private CompletableFuture<NamedEntityIdentifierList> listTaskIds(
      NamedEntityIdentifierListRequest request) {
    return flyte
        .tasks(request.getProject(), request.getDomain(), MOST_LISTED)
        .thenApply(
            tasks -> {
              NamedEntityIdentifierList.Builder list = NamedEntityIdentifierList.newBuilder();
              for (TaskKey task : tasks) {
                list.addEntities(
                    NamedEntityIdentifier.newBuilder()
                        .setProject(task.project())
                        .setDomain(task.domain())
                        .setName(task.name()));
              }
              return list.build();
            });
  }

  // Executions

  private CompletableFuture<ExecutionCreateResponse> createExecution(
      ExecutionCreateRequest request) {
    ExecutionSpec spec = request.getSpec();
    if (spec.getLaunchPlan().getResourceType() != ResourceType.TASK) {
      throw refusal("CreateLaunchPlan");
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
    return template(task)
        .thenCompose(
            template -> {
              InputTypes.check(
                  "task " + task.name() + ", version " + task.version(),
                  template.getInterface().getInputs(),
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

  private CompletableFuture<ExecutionCreateResponse> relaunchExecution(
      ExecutionRelaunchRequest request) {
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
                  .data(before.root())
                  .thenCompose(
                      data -> start(again, task, data.inputs(), RunSettings.builder().build()));
            });
  }

  private CompletableFuture<ExecutionList> listExecutions(ResourceListRequest request) {
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

  private CompletableFuture<WorkflowExecutionGetDataResponse> getExecutionData(
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

  private CompletableFuture<ExecutionTerminateResponse> terminateExecution(
      ExecutionTerminateRequest request) {
    return flyte
        .abortRun(ExecutionMessages.run(request.getId()), request.getCause())
        .thenApply(done -> ExecutionTerminateResponse.getDefaultInstance());
  }

  private CompletableFuture<NodeExecutionList> listNodeExecutions(
      NodeExecutionListRequest request) {
    RunKey run = ExecutionMessages.run(request.getWorkflowExecutionId());
    String parent = request.getUniqueParentId();
    return flyte
        .action(run.root())
        .thenCombine(
            // Who cannot list actions has the first one, at least.
            flyte.actions(run).exceptionally(failure -> List.of()),
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

  private static boolean hasChildren(String name, List<ActionDetails> actions) {
    return actions.stream().anyMatch(action -> action.parent().equals(name));
  }

  private CompletableFuture<TaskExecutionList> listTaskExecutions(
      TaskExecutionListRequest request) {
    return flyte
        .action(ExecutionMessages.action(request.getNodeExecutionId()))
        .thenApply(
            action ->
                TaskExecutionList.newBuilder()
                    .addAllTaskExecutions(new ArrayList<>(ExecutionMessages.attempts(action)))
                    .build());
  }
}
