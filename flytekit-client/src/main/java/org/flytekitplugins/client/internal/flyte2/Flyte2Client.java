package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.admin.auth.TokenGrant;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.jspecify.annotations.Nullable;

/**
 * Flyte 2's services. No call holds a thread; each has a deadline and is tried again while that may
 * help. A future that fails does so with an {@link AdminException}, also for want of a token. What
 * is done when it completes runs on a thread of the connection, and must not wait.
 *
 * @see <a href="https://github.com/flyteorg/flyte/tree/main/flyteidl2">flyteidl2</a>
 */
public final class Flyte2Client {
  private static final int PAGE = 100;
  private static final int REPORT = 1;

  private final ConnectCalls calls;
  private final StorageCalls storage;

  private Flyte2Client(ConnectCalls calls, StorageCalls storage) {
    this.calls = calls;
    this.storage = storage;
  }

  /**
   * A client; it connects with its first call, and needs not to be closed.
   *
   * @param config where Flyte is and how to get in
   */
  public static Flyte2Client connect(AdminConfig config) {
    return connect(config, null, RetryPolicy.of(config), AdminListener.NONE);
  }

  /**
   * A client that is made otherwise.
   *
   * @param config where Flyte is and how to get in
   * @param tokens of the caller's; they win over what the configuration says; null for none
   * @param retries how often calls are tried
   * @param listener hears when they are tried again
   */
  public static Flyte2Client connect(
      AdminConfig config,
      @Nullable TokenGrant tokens,
      RetryPolicy retries,
      AdminListener listener) {
    return new Flyte2Client(
        new ConnectCalls(config, tokens, retries, listener),
        new StorageCalls(config, retries, listener));
  }

  /**
   * Registers a version of a task. <b>What is there of this version is overwritten</b>, so look
   * with {@link #taskSpec} before.
   *
   * @param spec a TaskSpec, with the template in field 1
   */
  public CompletableFuture<Void> deployTask(TaskKey task, ByteString spec) {
    return calls
        .call(
            Procedure.DEPLOY_TASK,
            Fields.builder().message(1, task.toMessage()).message(2, Fields.parse(spec)).build())
        .thenAccept(answer -> {});
  }

  /** The TaskSpec of a version of a task, byte for byte; empty if there is none. */
  public CompletableFuture<Optional<ByteString>> taskSpec(TaskKey task) {
    return absentIfNotFound(
        calls
            .call(Procedure.GET_TASK_DETAILS, Fields.builder().message(1, task.toMessage()).build())
            .thenApply(answer -> answer.message(1).messageBytes(3)));
  }

  /** The versions of a task, the one that was deployed last first; none if there is no task. */
  public CompletableFuture<List<String>> versions(String project, String domain, String name) {
    return absentIfNotFound(
            pages(
                Procedure.LIST_VERSIONS,
                page ->
                    Fields.builder()
                        .message(1, page)
                        .message(2, TaskKey.name(project, domain, name).build())
                        .build(),
                Integer.MAX_VALUE))
        .thenApply(
            found -> {
              List<Fields> versions = new ArrayList<>(found.orElse(List.of()));
              versions.sort(Comparator.comparing(Flyte2Client::deployedAt).reversed());
              List<String> names = new ArrayList<>();
              versions.forEach(version -> names.add(version.text(1)));
              return names;
            });
  }

  private static Instant deployedAt(Fields version) {
    Instant at = version.instant(2);
    return at == null ? Instant.EPOCH : at;
  }

  /**
   * The latest version of each task of a project.
   *
   * @param most how many at most
   */
  public CompletableFuture<List<TaskKey>> tasks(String project, String domain, int most) {
    return pages(
            Procedure.LIST_TASKS,
            page ->
                Fields.builder().message(1, page).message(3, projectId(project, domain)).build(),
            most)
        .thenApply(
            found -> {
              List<TaskKey> tasks = new ArrayList<>();
              found.forEach(task -> tasks.add(TaskKey.of(task.message(1))));
              return tasks;
            });
  }

  /** The domain stands before the name. */
  private static Fields projectId(String project, String domain) {
    return Fields.builder().text(1, TaskKey.ANY_ORG).text(2, domain).text(3, project).build();
  }

  /**
   * Starts a task. <b>Inputs are not compared with its interface</b> by the server.
   *
   * @param run which run it will be; a name of at most 30 characters, a DNS label
   */
  public CompletableFuture<RunKey> createRun(
      RunKey run, TaskKey task, LiteralMap inputs, RunSettings settings) {
    return calls
        .call(
            Procedure.CREATE_RUN,
            Fields.builder()
                .message(1, run.toMessage())
                .message(2, task.toMessage())
                .message(4, inputs)
                .message(5, settings.toMessage())
                .build())
        .thenApply(answer -> run);
  }

  /** What holds for all of a run, as a RunSpec; without fields if the server does not tell. */
  public CompletableFuture<Fields> runSpec(RunKey run) {
    return calls
        .call(Procedure.GET_RUN_DETAILS, Fields.builder().message(1, run.toMessage()).build())
        .thenApply(answer -> answer.message(1).message(1))
        .exceptionally(
            failure -> {
              if (hasCode(failure, Status.Code.UNIMPLEMENTED)) {
                return Fields.empty();
              }
              throw rethrown(failure);
            });
  }

  /** How an action is; of a run, {@link RunKey#root}. */
  public CompletableFuture<ActionDetails> action(ActionKey action) {
    return calls
        .call(Procedure.GET_ACTION_DETAILS, Fields.builder().message(1, action.toMessage()).build())
        .thenApply(answer -> ActionDetails.of(answer.message(1)));
  }

  /** The actions of a run, without their attempts. */
  public CompletableFuture<List<ActionDetails>> actions(RunKey run) {
    return pages(
            Procedure.LIST_ACTIONS,
            page -> Fields.builder().message(1, page).message(2, run.toMessage()).build(),
            Integer.MAX_VALUE)
        .thenApply(Flyte2Client::details);
  }

  /**
   * The root actions of a project's runs.
   *
   * @param most how many at most
   */
  public CompletableFuture<List<ActionDetails>> runs(String project, String domain, int most) {
    return pages(
            Procedure.LIST_RUNS,
            page ->
                Fields.builder().message(1, page).message(4, projectId(project, domain)).build(),
            most)
        .thenApply(
            runs -> {
              List<Fields> roots = new ArrayList<>();
              runs.forEach(run -> roots.add(run.message(1)));
              return details(roots);
            });
  }

  // Lists have Action, whose fields are the first of ActionDetails.
  private static List<ActionDetails> details(List<Fields> actions) {
    List<ActionDetails> details = new ArrayList<>();
    actions.forEach(action -> details.add(ActionDetails.of(action)));
    return details;
  }

  /** Ends a run, with all that is below it. */
  public CompletableFuture<Void> abortRun(RunKey run, String reason) {
    return calls
        .call(
            Procedure.ABORT_RUN,
            Fields.builder().message(1, run.toMessage()).text(2, reason).build())
        .thenAccept(answer -> {});
  }

  /** What an action was given, and what it gives. */
  public CompletableFuture<ActionData> data(ActionKey action) {
    return calls
        .call(Procedure.GET_ACTION_DATA, Fields.builder().message(1, action.toMessage()).build())
        .thenApply(ActionData::of);
  }

  /**
   * Where the report of an attempt can be read, by anybody who has the address.
   *
   * @param attempt from 1 up
   * @return empty if there is none
   */
  public CompletableFuture<Optional<String>> reportLink(ActionKey action, int attempt) {
    Fields source = Fields.builder().message(1, action.toMessage()).number(2, attempt).build();
    return absentIfNotFound(
            calls.call(
                Procedure.CREATE_DOWNLOAD_LINK,
                Fields.builder().number(1, REPORT).message(3, source).build()))
        .thenApply(answer -> answer.flatMap(link -> link.message(1).texts(1).stream().findFirst()));
  }

  /**
   * Where a file can be put for pods to find.
   *
   * @param filename what its path ends with
   * @param md5 of its content, 16 bytes
   * @param root the folder that it is in below the project's; empty for one that tells the content
   */
  public CompletableFuture<UploadLocation> uploadLocation(
      String project, String domain, String filename, ByteString md5, String root) {
    return calls
        .call(
            Procedure.CREATE_UPLOAD_LOCATION,
            Fields.builder()
                .text(1, project)
                .text(2, domain)
                .text(3, filename)
                .bytes(5, md5)
                .text(6, root)
                .build())
        .thenApply(UploadLocation::of);
  }

  /**
   * Puts a file where pods find it.
   *
   * @param filename what its path ends with
   * @return its URI there; the same for the same content
   */
  public CompletableFuture<String> upload(
      String project, String domain, String filename, ByteString content) {
    byte[] md5 = md5(content);
    return uploadLocation(project, domain, filename, ByteString.copyFrom(md5), "")
        .thenCompose(
            location ->
                storage
                    .put(location, content, Base64.getEncoder().encodeToString(md5))
                    .thenApply(done -> location.uri()));
  }

  private static byte[] md5(ByteString content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it is Flyte 2 that answers. Fails if nobody can tell now. */
  CompletableFuture<Boolean> isFlyte2() {
    return calls.isFlyte2();
  }

  /**
   * Starts an action below another one that runs.
   *
   * @param runSpec what holds for it, which is mostly what holds for the run
   * @return whether it is new; false if there is one of its name, as for who begins again
   */
  public CompletableFuture<Boolean> enqueue(NewAction action, Fields runSpec) {
    return calls
        .call(
            Procedure.ENQUEUE,
            Fields.builder().message(1, action.toMessage()).message(2, runSpec).build())
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return true;
              }
              if (hasCode(failure, Status.Code.ALREADY_EXISTS)) {
                return false;
              }
              throw rethrown(failure);
            });
  }

  /** Ends an action, and nothing of the run beside it. */
  public CompletableFuture<Void> abortAction(ActionKey action, String reason) {
    return calls
        .call(
            Procedure.ABORT_ACTION,
            Fields.builder().message(1, action.toMessage()).text(2, reason).build())
        .thenAccept(answer -> {});
  }

  /**
   * Tells of the actions below another one, and of itself, until the server or whoever cancels the
   * future ends it. It is not begun again when the connection breaks: do that, and what there is is
   * told once more.
   *
   * @return done when the server has ended it; fails with an {@link AdminException}
   */
  public CompletableFuture<Void> watchForUpdates(ActionKey parent, UpdateListener listener) {
    return calls.stream(
        Procedure.WATCH_FOR_UPDATES,
        Fields.builder().message(1, parent.toMessage()).build(),
        answer -> {
          if (answer.has(1)) {
            listener.updated(ActionUpdate.of(answer.message(1)));
          } else if (answer.message(2).flag(1)) {
            listener.caughtUp();
          }
        });
  }

  /** What a list has, in field 1 of each page; the token of the next one is in field 2. */
  private CompletableFuture<List<Fields>> pages(
      String procedure, Function<Fields, Fields> request, int most) {
    return pages(procedure, request, most, "", new ArrayList<>());
  }

  private CompletableFuture<List<Fields>> pages(
      String procedure,
      Function<Fields, Fields> request,
      int most,
      String token,
      List<Fields> before) {
    Fields page =
        Fields.builder().number(1, Math.min(PAGE, most - before.size())).text(2, token).build();
    return calls
        .call(procedure, request.apply(page))
        .thenCompose(
            answer -> {
              List<Fields> found = answer.messages(1);
              before.addAll(found);
              String next = answer.text(2);
              return next.isEmpty() || found.isEmpty() || before.size() >= most
                  ? CompletableFuture.completedFuture(before)
                  : pages(procedure, request, most, next, before);
            });
  }

  private static <T> CompletableFuture<Optional<T>> absentIfNotFound(CompletableFuture<T> call) {
    return call.handle(
        (answer, failure) -> {
          if (failure == null) {
            return Optional.of(answer);
          }
          if (hasCode(failure, Status.Code.NOT_FOUND)) {
            return Optional.empty();
          }
          throw rethrown(failure);
        });
  }

  private static boolean hasCode(Throwable failure, Status.Code code) {
    Throwable cause = cause(failure);
    return cause instanceof AdminException && ((AdminException) cause).code() == code;
  }

  private static CompletionException rethrown(Throwable failure) {
    return new CompletionException(cause(failure));
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
