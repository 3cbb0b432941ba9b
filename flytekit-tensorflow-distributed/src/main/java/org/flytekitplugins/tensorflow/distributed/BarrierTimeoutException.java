package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.RecoverableException;

/** A replica waited for its peers until the deadline, and some did not come. */
public final class BarrierTimeoutException extends RecoverableException {
  private static final long serialVersionUID = 1L;

  private final transient List<Replica> missing;

  BarrierTimeoutException(String message, List<Replica> missing, Throwable cause) {
    super(message, cause, Origin.SYSTEM);
    this.missing = List.copyOf(missing);
  }

  /** Who did not come. */
  public List<Replica> missing() {
    return missing;
  }
}
