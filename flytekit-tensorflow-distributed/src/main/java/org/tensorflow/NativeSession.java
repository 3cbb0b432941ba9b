package org.tensorflow;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/**
 * A session that can be led by a TensorFlow server, and have calls made ready. Internal to
 * flytekit-tensorflow-distributed.
 *
 * <p>It stands in TensorFlow's own package because {@link Session} has no public way to give a
 * target, or to come by its native session; its package-private constructor is all that is missing.
 * Hence also: class path only, since the module path refuses split packages.
 *
 * @see <a href="https://github.com/tensorflow/java/issues/369">tensorflow/java#369</a>
 */
@NullMarked
public final class NativeSession implements AutoCloseable {
  private final Session session;
  private final TF_Session handle;

  private NativeSession(Session session, TF_Session handle) {
    this.session = session;
    this.handle = handle;
  }

  /**
   * Opens a session.
   *
   * @param target the server that leads the session, as {@code grpc://host:port}; null for this
   *     process
   * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow refuses target or config
   */
  @SuppressWarnings("try") // The scope releases what is allocated while it is open.
  public static NativeSession open(Graph graph, @Nullable String target, ConfigProto config) {
    try (Graph.Reference reference = graph.ref();
        PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      if (target != null) {
        tensorflow.TF_SetTarget(options, target);
      }
      BytePointer bytes = new BytePointer(config.toByteArray());
      tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
      status.throwExceptionIfNotOK();
      TF_Session handle = TF_Session.newSession(reference.nativeHandle(), options, status);
      status.throwExceptionIfNotOK();
      return new NativeSession(new Session(graph, handle.retainReference()), handle);
    }
  }

  /** The session as TensorFlow Java knows it. */
  public Session session() {
    return session;
  }

  /**
   * Makes a call ready that is made again and again.
   *
   * @param inputs what is fed
   * @param outputs what is fetched
   * @param targets what else is run
   */
  public PreparedRun prepare(
      List<? extends Operand<?>> inputs,
      List<? extends Operand<?>> outputs,
      List<? extends Operation> targets) {
    return new PreparedRun(handle, inputs, outputs, targets);
  }

  /** Closes the session; calls that were made ready must not be made any more. */
  @Override
  public void close() {
    session.close();
  }
}
