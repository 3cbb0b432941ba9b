package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * How TensorFlow runs in this process. Unless told otherwise it uses as many threads as the replica
 * has CPUs: Java sees the container's limit.
 *
 * <p>The log level is not among these, because TensorFlow reads it from the environment of the
 * process before any Java code could change it: set {@code TF_CPP_MIN_LOG_LEVEL} (0 everything, 1
 * no information, 2 no warnings, 3 nothing) with the task's environment.
 */
@AutoValue
public abstract class TensorflowRuntime {
  /** The environment variable for {@link #intraOpThreads}; TensorFlow's own name. */
  public static final String INTRA_OP_THREADS_VARIABLE = "TF_NUM_INTRAOP_THREADS";

  /** The environment variable for {@link #interOpThreads}; TensorFlow's own name. */
  public static final String INTER_OP_THREADS_VARIABLE = "TF_NUM_INTEROP_THREADS";

  /** The environment variable for {@link #nativeLibraries}. */
  public static final String NATIVE_LIBRARIES_VARIABLE = "FLYTEKIT_TENSORFLOW_LIBRARIES";

  TensorflowRuntime() {}

  /** Threads within one operation, at least 1. One thread makes equal runs equal bit for bit. */
  public abstract int intraOpThreads();

  /**
   * Operations at the same time, at least 1.
   *
   * <p>Unless set, a small model that is trained with {@link Exchange#DIRECT} has one after the
   * other run by the thread that trains: handing an operation of some microseconds to another
   * thread takes longer than it saves. Whoever sets it, also by the environment, is obeyed.
   */
  public final int interOpThreads() {
    Integer chosen = chosenInterOpThreads();
    return chosen == null ? usualInterOpThreads() : chosen;
  }

  /** What was set for {@link #interOpThreads}; null if nothing was. */
  abstract @Nullable Integer chosenInterOpThreads();

  abstract int usualInterOpThreads();

  /**
   * A folder with TensorFlow's native libraries, or null to unpack them from the class path. In an
   * image that has them unpacked, nothing is written and the 160 MB jar can stay out.
   */
  public abstract @Nullable Path nativeLibraries();

  /**
   * A builder of what the environment says, else what the replica's CPUs suggest.
   *
   * @throws InvalidFieldException if an environment variable is there but no whole number above 0
   */
  public static Builder builder() {
    return builder(System.getenv(), Runtime.getRuntime().availableProcessors());
  }

  static Builder builder(Map<String, String> environment, int processors) {
    String libraries = environment.getOrDefault(NATIVE_LIBRARIES_VARIABLE, "");
    return new AutoValue_TensorflowRuntime.Builder()
        .intraOpThreads(
            Objects.requireNonNullElse(threads(environment, INTRA_OP_THREADS_VARIABLE), processors))
        .chosenInterOpThreads(threads(environment, INTER_OP_THREADS_VARIABLE))
        // Two, because a replica computes and serves its peers at the same time.
        .usualInterOpThreads(Math.max(2, processors))
        .nativeLibraries(libraries.isBlank() ? null : Path.of(libraries));
  }

  private static @Nullable Integer threads(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "").trim();
    // TensorFlow takes 0 as "you decide".
    if (value.isEmpty() || value.equals("0")) {
      return null;
    }
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new InvalidFieldException(
          variable, value, "it counts threads", "write a whole number from 1 up, or unset it");
    }
    return Integer.valueOf(value);
  }

  /** Tells the loader of the native libraries, which looks when TensorFlow is first used. */
  final void prepareLoading() {
    Path folder = nativeLibraries();
    if (folder != null) {
      System.setProperty("java.library.path", folder.toAbsolutePath().toString());
      System.setProperty("org.bytedeco.javacpp.pathsFirst", "true");
    }
  }

  /** Builds a {@link TensorflowRuntime}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Threads within one operation, at least 1. */
    public abstract Builder intraOpThreads(int threads);

    /** Operations at the same time, at least 1. */
    public final Builder interOpThreads(int threads) {
      return chosenInterOpThreads(threads);
    }

    abstract Builder chosenInterOpThreads(@Nullable Integer threads);

    abstract Builder usualInterOpThreads(int threads);

    /** A folder with TensorFlow's native libraries; null for those of the class path. */
    public abstract Builder nativeLibraries(@Nullable Path folder);

    abstract TensorflowRuntime autoBuild();

    /**
     * Builds the runtime.
     *
     * @throws InvalidFieldException if a thread count is below 1
     */
    public TensorflowRuntime build() {
      TensorflowRuntime runtime = autoBuild();
      NumberRanges.requireAtLeastOne("intraOpThreads", runtime.intraOpThreads());
      NumberRanges.requireAtLeastOne("interOpThreads", runtime.interOpThreads());
      return runtime;
    }
  }
}
