package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.Fields;
import org.flytekitplugins.client.internal.flyte2.NewAction;
import org.flytekitplugins.client.internal.flyte2.Procedure;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.RunSettings;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.client.internal.flyte2.UploadLocation;

/**
 * Flyte 2's methods that have one answer each.
 *
 * @see <a href="https://github.com/flyteorg/flyte/tree/main/flyteidl2">flyteidl2</a>
 */
final class Flyte2Services {
  private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,28}[a-z0-9])?");

  private final Flyte2Tasks tasks;
  private final Flyte2Runs runs;
  private final Flyte2Files files;
  private final Set<String> projects;
  private final Supplier<String> address;

  /**
   * @param projects those that there are; empty for any
   * @param address where the server is
   */
  Flyte2Services(
      Flyte2Tasks tasks,
      Flyte2Runs runs,
      Flyte2Files files,
      Set<String> projects,
      Supplier<String> address) {
    this.tasks = tasks;
    this.runs = runs;
    this.files = files;
    this.projects = Set.copyOf(projects);
    this.address = address;
  }

  Flyte2Runs runs() {
    return runs;
  }

  /** The answer to a call. */
  Fields answer(String procedure, Fields request) {
    return switch (procedure) {
      case Procedure.DEPLOY_TASK -> {
        TaskKey task = TaskKey.of(required(request, 1, "task_id"));
        requireProject(task.project());
        tasks.deploy(task, required(request, 2, "spec").toByteString());
        yield Fields.empty();
      }
      case Procedure.GET_TASK_DETAILS -> {
        TaskKey task = TaskKey.of(required(request, 1, "task_id"));
        Fields details =
            Fields.builder()
                .message(1, task.toMessage())
                .message(3, Fields.parse(tasks.spec(task)))
                .build();
        yield Fields.builder().message(1, details).build();
      }
      case Procedure.LIST_VERSIONS -> {
        Fields name = required(request, 2, "task_name");
        yield page(request, tasks.versions(name.text(2), name.text(3), name.text(4)));
      }
      case Procedure.LIST_TASKS -> {
        // The domain stands before the name.
        Fields project = required(request, 3, "project_id");
        yield page(request, tasks.latest(project.text(3), project.text(2)));
      }
      case Procedure.CREATE_RUN -> createRun(request);
      case Procedure.ABORT_RUN -> {
        runs.abort(RunKey.of(required(request, 1, "run_id")), request.text(2));
        yield Fields.empty();
      }
      case Procedure.GET_RUN_DETAILS -> {
        ActionKey root = RunKey.of(required(request, 1, "run_id")).root();
        Fields details =
            Fields.builder()
                .message(1, runs.settings(root).toMessage())
                .message(2, runs.details(root).toMessage())
                .build();
        yield Fields.builder().message(1, details).build();
      }
      case Procedure.GET_ACTION_DETAILS -> {
        ActionKey action = ActionKey.of(required(request, 1, "action_id"));
        yield Fields.builder().message(1, runs.details(action).toMessage()).build();
      }
      case Procedure.LIST_ACTIONS -> {
        RunKey run = RunKey.of(required(request, 2, "run_id"));
        yield page(request, runs.of(run).stream().map(this::listed).toList());
      }
      case Procedure.LIST_RUNS -> {
        Fields project = required(request, 4, "project_id");
        yield page(
            request,
            runs.roots(project.text(3), project.text(2)).stream()
                .map(root -> Fields.builder().message(1, listed(root)).build())
                .toList());
      }
      case Procedure.GET_ACTION_DATA ->
          runs.data(ActionKey.of(required(request, 1, "action_id"))).toMessage();
      case Procedure.CREATE_DOWNLOAD_LINK -> {
        Fields source = required(request, 3, "source");
        String path =
            files.relative(runs.report(ActionKey.of(source.message(1)), (int) source.number(2)));
        yield Fields.builder()
            .message(
                1, Fields.builder().text(1, address.get() + Flyte2Http.DOWNLOADS + path).build())
            .build();
      }
      case Procedure.CREATE_UPLOAD_LOCATION -> uploadLocation(request);
      case Procedure.ENQUEUE -> {
        runs.enqueue(
            NewAction.of(required(request, 1, "action")), RunSettings.of(request.message(2)));
        yield Fields.empty();
      }
      case Procedure.ABORT_ACTION -> {
        runs.abort(ActionKey.of(required(request, 1, "action_id")), request.text(2));
        yield Fields.empty();
      }
      default ->
          // Whatever it is, the mux of the real one does not know it.
          throw Status.UNIMPLEMENTED.asRuntimeException();
    };
  }

  private Fields createRun(Fields request) {
    RunKey run = RunKey.of(required(request, 1, "run_id"));
    requireProject(run.project());
    if (!LABEL.matcher(run.name()).matches()) {
      throw Status.INVALID_ARGUMENT
          .withDescription("run name \"" + run.name() + "\" is no DNS-1035 label of at most 30")
          .asRuntimeException();
    }
    TaskKey task = TaskKey.of(required(request, 2, "task_id"));
    LiteralMap inputs;
    try {
      inputs = LiteralMap.parseFrom(request.messageBytes(4));
    } catch (InvalidProtocolBufferException e) {
      throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
    }
    Fields root = runs.create(run, task, inputs, RunSettings.of(request.message(5))).toMessage();
    return Fields.builder().message(1, Fields.builder().message(1, root).build()).build();
  }

  private Fields uploadLocation(Fields request) {
    String root = request.text(6);
    StringBuilder md5 = new StringBuilder();
    request.bytes(5).forEach(each -> md5.append(String.format("%02x", each)));
    String path =
        String.join(
            "/",
            request.text(1),
            request.text(2),
            root.isEmpty() ? md5.toString() : root,
            request.text(3));
    return UploadLocation.of(
            address.get() + Flyte2Http.UPLOADS + path,
            files.uploaded(path).toUri().toString(),
            Map.of())
        .toMessage();
  }

  /** What lists have of an action, which is less than its details. */
  private Fields listed(Flyte2Action action) {
    Fields details = runs.details(action.key()).toMessage();
    return Fields.builder()
        .message(1, details.message(1))
        .message(2, details.message(2))
        .message(3, details.message(3))
        .build();
  }

  private static Fields page(Fields request, List<Fields> all) {
    Fields page = request.message(1);
    int limit = (int) page.number(1);
    int from = page.text(2).isEmpty() ? 0 : Integer.parseInt(page.text(2));
    int to = Math.min(all.size(), from + (limit == 0 ? all.size() : limit));
    Fields.Builder answer = Fields.builder();
    all.subList(Math.min(from, to), to).forEach(one -> answer.message(1, one));
    return answer.text(2, to < all.size() ? Integer.toString(to) : "").build();
  }

  private void requireProject(String project) {
    if (!projects.isEmpty() && !projects.contains(project)) {
      throw Status.NOT_FOUND
          .withDescription("project " + project + " not found")
          .asRuntimeException();
    }
  }

  private static Fields required(Fields request, int field, String name) {
    return request
        .messageIfAny(field)
        .orElseThrow(
            () ->
                Status.INVALID_ARGUMENT
                    .withDescription(name + ": value is required")
                    .asRuntimeException());
  }
}
