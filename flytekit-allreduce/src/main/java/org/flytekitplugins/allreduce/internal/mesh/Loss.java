package org.flytekitplugins.allreduce.internal.mesh;

/** How a peer was lost. */
public final class Loss {
  /** By what it shows. */
  public enum Sign {
    /** Its connection has ended. */
    CLOSED,
    /** Nothing was heard of it. */
    SILENT,
    /** It said that it leaves. */
    LEFT
  }

  private final Sign sign;
  private final int about;

  private Loss(Sign sign, int about) {
    this.sign = sign;
    this.about = about;
  }

  static Loss closed() {
    return new Loss(Sign.CLOSED, -1);
  }

  static Loss silent() {
    return new Loss(Sign.SILENT, -1);
  }

  static Loss left(int about) {
    return new Loss(Sign.LEFT, about);
  }

  /** By what it shows. */
  public Sign sign() {
    return sign;
  }

  /** The rank of the replica that it has lost itself, and therefore left; -1 if none. */
  public int about() {
    return about;
  }
}
