package org.flytekitplugins.client.internal.admin;

import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;

/** Whoever answers calls of flyteadmin's methods. */
public interface FlyteadminCalls extends AutoCloseable {
  /**
   * A call.
   *
   * @return the answer; fails with an {@link AdminException}
   */
  <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request);

  /** Which Flyte answers; Flyte 1 as long as none has. */
  Backend backend();

  /** Which Flyte it is, seen without a call if none has been answered; never fails. */
  CompletableFuture<Backend> find();

  /** Ends the connection. */
  @Override
  void close();
}
