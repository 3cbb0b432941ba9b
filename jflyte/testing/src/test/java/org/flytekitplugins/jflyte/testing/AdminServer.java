package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import flyteidl.service.AdminServiceGrpc;
import flyteidl.service.AdminServiceGrpc.AdminServiceBlockingStub;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpChannelBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A server and who speaks to it. */
final class AdminServer implements AutoCloseable {
  final LocalFlyteAdmin admin;
  final ManagedChannel channel;
  final AdminServiceBlockingStub stub;

  AdminServer() {
    this(LocalFlyteAdmin.builder());
  }

  AdminServer(LocalFlyteAdmin.Builder builder) {
    admin = builder.start();
    channel =
        OkHttpChannelBuilder.forTarget(admin.endpoint(), InsecureChannelCredentials.create())
            .build();
    stub = AdminServiceGrpc.newBlockingStub(channel);
  }

  /** Code and words of the refusal of a call. */
  static String refusal(ThrowingCallable call) {
    Throwable failure = catchThrowable(call);
    assertThat(failure).isNotNull();
    Status status = Status.fromThrowable(failure);
    return status.getCode() + ": " + status.getDescription();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    admin.close();
  }
}
