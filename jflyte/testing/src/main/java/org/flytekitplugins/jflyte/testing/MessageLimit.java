package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Refuses messages above four mebibytes, which is what gRPC for Go takes unless it is told
 * otherwise. gRPC for Java can do so too, but resets the stream instead of answering.
 */
final class MessageLimit implements ServerInterceptor {
  private static final int LARGEST = 4 * 1024 * 1024;

  @Override
  public <A, B> ServerCall.Listener<A> interceptCall(
      ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
    return new SimpleForwardingServerCallListener<A>(next.startCall(call, headers)) {
      private boolean refused;

      @Override
      public void onMessage(A message) {
        int size = message instanceof MessageLite sized ? sized.getSerializedSize() : 0;
        if (size <= LARGEST) {
          super.onMessage(message);
          return;
        }
        refused = true;
        call.close(
            Status.RESOURCE_EXHAUSTED.withDescription(
                "grpc: received message larger than max (" + size + " vs. " + LARGEST + ")"),
            new Metadata());
      }

      @Override
      public void onHalfClose() {
        if (!refused) {
          super.onHalfClose();
        }
      }
    };
  }
}
