package org.flytekitplugins.jflyte.testing.propeller;

import java.util.concurrent.CountDownLatch;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.AttemptFailure;
import org.flytekitplugins.jflyte.local.LocalExecutionListener;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.spi.RecoverableException.Origin;

/**
 * What Flyte 2 makes of a recoverable failure whose origin is the platform: the same attempt once
 * more, where the error of the one before still lies, and so for ever. Nobody sees more of it than
 * an attempt that goes on until somebody aborts it.
 */
final class SystemFailureLoop implements LocalExecutionListener {
  @Override
  public void attemptFailed(NodeStatus node, AttemptFailure failure) {
    if (!failure.recoverable() || failure.origin() != Origin.SYSTEM) {
      return;
    }
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JflyteException("the run was aborted", e);
    }
  }
}
