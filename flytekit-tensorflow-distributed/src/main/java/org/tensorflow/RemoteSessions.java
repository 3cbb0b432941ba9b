package org.tensorflow;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.NullMarked;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/**
 * Opens sessions whose master is a TensorFlow server. Internal to flytekit-tensorflow-distributed.
 *
 * <p>It stands in TensorFlow's own package because {@link Session} has no public way to give a
 * target, and its package-private constructor for a native session is all that is missing. Hence
 * also: class path only, since the module path refuses split packages.
 *
 * @see <a href="https://github.com/tensorflow/java/issues/369">tensorflow/java#369</a>
 */
@NullMarked
public final class RemoteSessions {
  private RemoteSessions() {}

  /**
   * Opens a session.
   *
   * @param target the server that leads the session, as {@code grpc://host:port}
   * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow refuses target or config
   */
  @SuppressWarnings("try") // The scope releases what is allocated while it is open.
  public static Session open(Graph graph, String target, ConfigProto config) {
    try (Graph.Reference reference = graph.ref();
        PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      tensorflow.TF_SetTarget(options, target);
      BytePointer bytes = new BytePointer(config.toByteArray());
      tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
      status.throwExceptionIfNotOK();
      TF_Session session = TF_Session.newSession(reference.nativeHandle(), options, status);
      status.throwExceptionIfNotOK();
      return new Session(graph, session.retainReference());
    }
  }
}
