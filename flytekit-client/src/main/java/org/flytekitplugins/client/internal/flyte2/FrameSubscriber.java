package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands on the messages of a stream as they come, and says how it has ended. */
final class FrameSubscriber implements BodySubscriber<Status> {
  private final Consumer<ByteString> messages;
  private final FrameReader reader = new FrameReader(this::take);
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean cancelled;

  FrameSubscriber(Consumer<ByteString> messages) {
    this.messages = messages;
  }

  @Override
  public CompletionStage<Status> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription asked) {
    subscription = asked;
    if (cancelled) {
      asked.cancel();
    } else {
      asked.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    try {
      pieces.forEach(reader::read);
    } catch (RuntimeException | Error e) {
      end.complete(Status.INTERNAL.withDescription(e.getMessage()).withCause(e));
      cancel();
    }
  }

  private void take(Frame frame) {
    if (frame.isCompressed()) {
      throw new MalformedMessageException("a compressed frame, which nobody has asked for");
    }
    if (frame.isLast()) {
      end.complete(ConnectStatus.ofLastFrame(frame.content().toByteArray()));
    } else if (!end.isDone() && !cancelled) {
      messages.accept(frame.content());
    }
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  /** A stream that has no last frame was cut, by the server or somebody between. */
  @Override
  public void onComplete() {
    end.complete(
        Status.UNAVAILABLE.withDescription(
            reader.isBetweenFrames()
                ? "the stream was cut before its end"
                : "the stream was cut within a message"));
  }

  void cancel() {
    cancelled = true;
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
