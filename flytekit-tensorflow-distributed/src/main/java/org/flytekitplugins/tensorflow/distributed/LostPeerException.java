package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.RecoverableException;

/** The training cannot go on because a peer was lost. Another try resumes from a checkpoint. */
public final class LostPeerException extends RecoverableException {
  private static final long serialVersionUID = 1L;

  /** What it takes to go on. */
  public enum Remedy {
    /**
     * The peer must come back; this process may then simply call {@code run} again. The training
     * has done so itself already, until its deadline.
     */
    REOPEN_SESSION,
    /** All replicas must start again, in new processes. */
    RESTART_JOB
  }

  private final transient List<Replica> peers;
  private final Remedy remedy;

  LostPeerException(String message, List<Replica> peers, Remedy remedy, Throwable cause) {
    super(message, cause, Origin.SYSTEM);
    this.peers = List.copyOf(peers);
    this.remedy = remedy;
  }

  /** Who was lost; empty if all answered when they were looked for, so that it cannot be told. */
  public List<Replica> peers() {
    return peers;
  }

  /** What it takes to go on. */
  public Remedy remedy() {
    return remedy;
  }
}
