package org.flytekitplugins.pytorch.internal.python;

import com.google.auto.value.AutoValue;
import org.jspecify.annotations.Nullable;

/** How a rank, or torchrun itself, has failed. */
@AutoValue
public abstract class PythonFailure {
  PythonFailure() {}

  /** The rank; null for torchrun itself, and for a script that has none. */
  public abstract @Nullable Integer rank();

  /** What it raised, for example {@code ValueError: row 7 is empty}; null if it raised nothing. */
  public abstract @Nullable String raised();

  /** Python's traceback of that, or null. */
  public abstract @Nullable String traceback();

  /** The name of the signal that killed it, or null. */
  public abstract @Nullable String signal();

  /** What it exited with, where no signal killed it. */
  public abstract int exitCode();

  /** Whether the script has said that another try may help. */
  public abstract boolean isRecoverable();

  /** Whether it is most likely the consequence of another process's end. */
  public abstract boolean isLostPeer();

  static Builder builder() {
    return new AutoValue_PythonFailure.Builder().exitCode(1).isRecoverable(false).isLostPeer(false);
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder rank(@Nullable Integer rank);

    abstract Builder raised(@Nullable String raised);

    abstract Builder traceback(@Nullable String traceback);

    abstract Builder signal(@Nullable String signal);

    abstract Builder exitCode(int exitCode);

    abstract Builder isRecoverable(boolean isRecoverable);

    abstract Builder isLostPeer(boolean isLostPeer);

    abstract PythonFailure build();
  }
}
