package org.flytekitplugins.jflyte.driver;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.flyte2.ActionError;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.ActionPhase;
import org.flytekitplugins.client.internal.flyte2.ActionUpdate;
import org.flytekitplugins.client.internal.flyte2.Fields;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.NewAction;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.client.internal.flyte2.UpdateListener;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.idl.StableBytes;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.internal.JitteredPauses;
import org.jspecify.annotations.Nullable;

/** The actions of a run of Flyte 2, by its services. */
final class Flyte2Actions implements RunActions {
  /** A connection that has died without a word is noticed then: all is told again. */
  private static final Duration LONGEST_STREAM = Duration.ofMinutes(5);

  private static final int MOST_FAILURES = 30;
  private static final JitteredPauses PAUSES =
      new JitteredPauses(Duration.ofMillis(500), Duration.ofSeconds(30));

  /** Another try would be refused too. */
  private static final Set<Status.Code> FINAL =
      Set.of(
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INVALID_ARGUMENT);

  /** What a run was asked for with is not to be had there, however often one asks. */
  private static final Set<Status.Code> UNREADABLE =
      Set.of(Status.Code.NOT_FOUND, Status.Code.INTERNAL, Status.Code.UNKNOWN);

  private final Flyte2Client client;
  private final DriverPod pod;
  private final BlobStore blobs;
  private final TaskSpecs specs;
  private final ReplicaConsole console;
  private @Nullable Fields runSpec;

  Flyte2Actions(
      Flyte2Client client,
      DriverPod pod,
      BlobStore blobs,
      TaskSpecs specs,
      ReplicaConsole console) {
    this.client = client;
    this.pod = pod;
    this.blobs = blobs;
    this.specs = specs;
    this.console = console;
  }

  @Override
  public void start(NodeAction action) {
    ByteString spec = specs.of(action);
    String inputs = pod.folder(action.name()) + AttemptFiles.INPUTS;
    blobs.write(
        inputs, StableBytes.of(LiteralMap.newBuilder().putAllLiterals(action.inputs()).build()));
    boolean unused =
        join(
            client.enqueue(
                NewAction.builder(pod.own().run().action(action.name()))
                    .parent(pod.own().name())
                    .inputUri(inputs)
                    .outputBase(pod.runBase())
                    .group(action.group())
                    .task(key(action))
                    .taskSpec(spec)
                    .build(),
                runSpec()),
            "action " + action.name() + " cannot be started");
  }

  /** What was said of the run holds for all of its actions. */
  private Fields runSpec() {
    Fields known = runSpec;
    if (known == null) {
      known =
          join(
              client.runSpec(pod.own().run()).exceptionally(this::withoutSpec),
              "what run " + pod.own().run() + " was asked for with cannot be read");
      runSpec = known;
    }
    return known;
  }

  // A server that cannot say is no reason to run nothing.
  private Fields withoutSpec(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof AdminException refusal) || !UNREADABLE.contains(refusal.code())) {
      throw new CompletionException(cause);
    }
    console.say(
        "nodes run without the labels, variables and other settings of the run: "
            + refusal.getMessage());
    return Fields.empty();
  }

  static TaskKey key(NodeAction action) {
    return TaskKey.of(
        action.task().getProject(),
        action.task().getDomain(),
        action.task().getName(),
        action.task().getVersion());
  }

  @Override
  public void abort(String action) {
    Void unused =
        join(
            client.abortAction(
                pod.own().run().action(action), "another node of the workflow has failed"),
            "it");
  }

  @Override
  public RunActions.Watch watch(Consumer<News> listener, Consumer<RuntimeException> broken) {
    Stream watch = new Stream(listener, broken);
    watch.thread.start();
    watch.awaitFirst();
    return watch;
  }

  private final class Stream implements RunActions.Watch, UpdateListener {
    private final Consumer<News> listener;
    private final Consumer<RuntimeException> broken;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Map<String, Boolean> ended = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "watch-actions");
    private volatile boolean isClosed;

    Stream(Consumer<News> listener, Consumer<RuntimeException> broken) {
      this.listener = listener;
      this.broken = broken;
      thread.setDaemon(true);
    }

    void awaitFirst() {
      try {
        first.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void run() {
      try {
        int failures = 0;
        while (!isClosed) {
          failures = watchOnce() ? 0 : failures + 1;
          if (failures == MOST_FAILURES) {
            throw new LaunchException(
                "nothing can be heard of the run's actions any more", new TimeoutException());
          }
          // A stream that ends at once each time would else be asked for without a pause.
          Thread.sleep(PAUSES.after(failures + 1).toMillis());
        }
      } catch (InterruptedException e) {
        // It is closed.
      } catch (RuntimeException e) {
        broken.accept(e);
      } finally {
        first.countDown();
      }
    }

    /** Whether something was heard. */
    private boolean watchOnce() throws InterruptedException {
      CompletableFuture<Void> stream = client.watchForUpdates(pod.own(), this);
      try {
        stream.get(LONGEST_STREAM.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return true;
      } catch (CancellationException e) {
        return false;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AdminException refusal && FINAL.contains(refusal.code())) {
          throw refusal;
        }
        return false;
      } finally {
        boolean unused = stream.cancel(true);
      }
    }

    @Override
    public void updated(ActionUpdate update) {
      ActionKey id = update.id();
      if (id.equals(pod.own()) || ended.containsKey(id.name())) {
        return;
      }
      ActionPhase phase = update.phase();
      if (phase.isTerminal()) {
        ended.put(id.name(), true);
      }
      // This thread is the connection's, and must not wait for outputs.
      listener.accept(new News(id.name(), () -> state(update)));
    }

    @Override
    public void caughtUp() {
      first.countDown();
    }

    @Override
    public void close() {
      isClosed = true;
      thread.interrupt();
    }
  }

  private ActionState state(ActionUpdate update) {
    if (update.phase().isSuccess()) {
      return outputs(update);
    }
    if (update.phase() == ActionPhase.ABORTED) {
      return new ActionState.Aborted();
    }
    return update.phase().isTerminal() ? failure(update) : new ActionState.Running();
  }

  private ActionState failure(ActionUpdate update) {
    String message = update.error();
    if (message == null || message.isBlank()) {
      ActionError error =
          join(client.action(update.id()), "the failure of " + update.id() + " cannot be read")
              .error();
      message = error == null ? null : error.message();
    }
    return new ActionState.Failed(
        message == null || message.isBlank()
            ? update.phase() == ActionPhase.TIMED_OUT
                ? "it took longer than it may"
                : "Flyte does not say why"
            : message);
  }

  private ActionState outputs(ActionUpdate update) {
    String uri = update.outputUri();
    Map<String, Literal> outputs =
        uri.isEmpty()
            ? join(client.data(update.id()), "the outputs of " + update.id() + " cannot be read")
                .outputs()
                .getLiteralsMap()
            : read(uri.endsWith(".pb") ? uri : folder(uri) + AttemptFiles.OUTPUTS);
    return new ActionState.Succeeded(outputs);
  }

  private static String folder(String uri) {
    return uri.endsWith("/") ? uri : uri + "/";
  }

  // A task without outputs need not leave any.
  private Map<String, Literal> read(String uri) {
    byte[] bytes = blobs.readIfPresent(uri).orElse(new byte[0]);
    try {
      return LiteralMap.parseFrom(bytes).getLiteralsMap();
    } catch (InvalidProtocolBufferException e) {
      throw new JflyteException(
          "outputs " + uri + " cannot be understood (" + e.getMessage() + "): run the task again",
          e);
    }
  }

  static <T> T join(CompletableFuture<T> call, String problem) {
    try {
      return call.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof AdminException refusal && FINAL.contains(refusal.code())) {
        throw new JflyteException(problem + ": " + refusal.getMessage(), refusal);
      }
      throw new LaunchException(problem + ": " + cause.getMessage(), cause);
    }
  }
}
