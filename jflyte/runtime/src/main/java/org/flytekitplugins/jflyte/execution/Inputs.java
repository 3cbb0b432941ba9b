package org.flytekitplugins.jflyte.execution;

import java.io.UncheckedIOException;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.storage.BlobStore;

/** The inputs of a task, as Flyte left them. */
public final class Inputs {
  private Inputs() {}

  /**
   * Reads those of a task.
   *
   * @throws LaunchException if storage fails
   * @throws JflyteException if what is there are no inputs, or not those that the task takes
   */
  static Map<String, Literal> of(ExecuteOptions options, BlobStore blobs, RunnableTask task) {
    Map<String, Literal> inputs = read(blobs, options.inputs());
    if (options.flyte() == Flyte.TWO) {
      new InputCheck(options.task(), task.getInterface().inputs()).check(inputs);
    }
    return inputs;
  }

  /**
   * Reads them.
   *
   * @throws LaunchException if storage fails
   * @throws JflyteException if what is there are no inputs
   */
  public static Map<String, Literal> read(BlobStore blobs, String uri) {
    byte[] bytes;
    try {
      bytes = blobs.read(uri);
    } catch (UncheckedIOException e) {
      throw new LaunchException("the inputs of the task cannot be read: " + e.getMessage(), e);
    }
    try {
      return LiteralMapBytes.read(bytes);
    } catch (JflyteException e) {
      throw new JflyteException("inputs " + uri + " cannot be understood: " + e.getMessage(), e);
    }
  }
}
