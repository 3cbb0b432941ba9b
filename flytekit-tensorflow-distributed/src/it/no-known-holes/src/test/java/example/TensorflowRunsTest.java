package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TInt32;

class TensorflowRunsTest {
  @Test
  void protobufIsTheOneThatOurLibraryAsksFor() throws Exception {
    Path jar = Path.of(Message.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    assertEquals(System.getProperty("protobuf"), jar.getFileName().toString());
  }

  @Test
  void aGraphThatWasAMessageRuns() throws Exception {
    byte[] message;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      tf.withName("six").math.mul(tf.constant(2), tf.constant(3));
      message = graph.toGraphDef().toByteArray();
    }

    try (Graph graph = new Graph()) {
      graph.importGraphDef(GraphDef.parseFrom(message));
      try (Session session = new Session(graph);
          Tensor six = session.runner().fetch("six").run().get(0)) {
        assertEquals(6, ((TInt32) six).getInt());
      }
    }
  }
}
