package org.flytekitplugins.jflyte.driver;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
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
  /**
   * How a driver listens.
   *
   * @param longestStream a connection that has died without a word is noticed then: all is told
   *     again
   * @param mostFailures streams in a row that do not tell all that there is, before the driver
   *     gives up
   * @param pauses between streams
   */
  record Patience(Duration longestStream, int mostFailures, JitteredPauses pauses) {
    /**
     * About ten minutes if Flyte is away, which it may be to be brought up to date, or refuses; two
     * and a half hours if it takes each call and then says nothing.
     */
    static final Patience OF_A_DRIVER =
        new Patience(
            Duration.ofMinutes(5),
            30,
            new JitteredPauses(Duration.ofMillis(500), Duration.ofSeconds(30)));
  }

  private final Flyte2Client client;
  private final DriverCalls calls;
  private final DriverPod pod;
  private final BlobStore blobs;
  private final TaskSpecs specs;
  private final ReplicaConsole console;
  private final Patience patience;
  private @Nullable Fields runSpec;

  Flyte2Actions(
      Flyte2Client client,
      DriverCalls calls,
      DriverPod pod,
      BlobStore blobs,
      TaskSpecs specs,
      ReplicaConsole console,
      Patience patience) {
    this.client = client;
    this.calls = calls;
    this.pod = pod;
    this.blobs = blobs;
    this.specs = specs;
    this.console = console;
    this.patience = patience;
  }

  @Override
  public void start(NodeAction action) {
    ByteString spec = specs.of(action);
    String inputs = pod.folder(action.name()) + AttemptFiles.INPUTS;
    byte[] values = StableBytes.of(LiteralMap.newBuilder().putAllLiterals(action.inputs()).build());
    FinalFailures.writing(
        "the inputs of action " + action.name() + " cannot be written",
        () -> blobs.write(inputs, values));
    NewAction asked =
        NewAction.builder(pod.own().run().action(action.name()))
            .parent(pod.own().name())
            .inputUri(inputs)
            .outputBase(pod.runBase())
            .group(action.group())
            .task(key(action))
            .taskSpec(spec)
            .build();
    Fields ofRun = runSpec();
    boolean unused =
        calls.answer(
            "action " + action.name() + " cannot be started", () -> client.enqueue(asked, ofRun));
  }

  /** What was said of the run holds for all of its actions. */
  private Fields runSpec() {
    Fields known = runSpec;
    if (known == null) {
      known =
          calls.answer(
              "what run " + pod.own().run() + " was asked for with cannot be read",
              () -> client.runSpec(pod.own().run()).exceptionally(this::withoutSpec));
      runSpec = known;
    }
    return known;
  }

  // A server that does not know is no reason to run nothing; one that has a fault may know.
  private Fields withoutSpec(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof AdminException refusal) || refusal.code() != Status.Code.NOT_FOUND) {
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

  // Many may have to be ended before the failure is written: none is waited for long.
  @Override
  public void abort(String action) {
    Void unused =
        calls.once(
            "Flyte does not end it",
            () ->
                client.abortAction(
                    pod.own().run().action(action), "another node of the workflow has failed"));
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
    private volatile boolean isCaughtUp;
    private volatile boolean isClosed;
    private int cuts;
    private Throwable last = new TimeoutException();

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
          if (failures == patience.mostFailures()) {
            throw new LaunchException(
                "nothing can be heard of the run's actions any more: " + last.getMessage(), last);
          }
          // A stream that ends at once each time would else be asked for without a pause.
          Thread.sleep(patience.pauses().after(failures + 1).toMillis());
        }
      } catch (InterruptedException e) {
        // It is closed.
      } catch (RuntimeException e) {
        broken.accept(e);
      } catch (Error e) {
        // Nobody else would see it, and the driver would wait for ever.
        broken.accept(new LaunchException("the run's actions are not watched any more: " + e, e));
      } finally {
        first.countDown();
      }
    }

    /** Whether all was told that there is, however the stream has ended: proxies cut quiet ones. */
    private boolean watchOnce() throws InterruptedException {
      isCaughtUp = false;
      last = new TimeoutException("nothing is said");
      CompletableFuture<Void> stream = client.watchForUpdates(pod.own(), this);
      try {
        stream.get(patience.longestStream().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | CancellationException e) {
        // Begun again, with all that there is.
      } catch (ExecutionException e) {
        last = e.getCause() == null ? e : e.getCause();
        RuntimeException failure =
            FinalFailures.ofCall("the run's actions cannot be watched", last);
        // What was allowed before, and is refused now, may be allowed again.
        if (FinalFailures.isFinal(failure) && first.getCount() > 0) {
          throw failure;
        }
        sayCut();
      } finally {
        boolean unused = stream.cancel(true);
      }
      return isCaughtUp;
    }

    // All would be a line a minute where a proxy cuts quiet streams.
    private void sayCut() {
      if (cuts++ % patience.mostFailures() == 0) {
        console.say(
            "the stream of the run's actions is begun again ("
                + cuts
                + " so far): "
                + last.getMessage());
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
      isCaughtUp = true;
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
          calls
              .answer(
                  "the failure of " + update.id() + " cannot be read",
                  () -> client.action(update.id()))
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
            ? calls
                .answer(
                    "the outputs of " + update.id() + " cannot be read",
                    () -> client.data(update.id()))
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
    byte[] bytes =
        FinalFailures.reading(
            "the outputs of a node cannot be read",
            () -> blobs.readIfPresent(uri).orElse(new byte[0]));
    try {
      return LiteralMap.parseFrom(bytes).getLiteralsMap();
    } catch (InvalidProtocolBufferException e) {
      throw new JflyteException(
          "outputs " + uri + " cannot be understood (" + e.getMessage() + "): run the task again",
          e);
    }
  }
}
