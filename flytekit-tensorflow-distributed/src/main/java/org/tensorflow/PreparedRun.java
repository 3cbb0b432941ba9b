package org.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/**
 * A call of a session, made ready once: with {@link Session.Runner} a step of a small model spends
 * as long on looking its operations up, and on memory for what is passed, as on computing. Internal
 * to flytekit-tensorflow-distributed. Not for use by several threads.
 */
@NullMarked
public final class PreparedRun implements AutoCloseable {
  private final TF_Session session;
  private final TF_Output inputs;
  private final TF_Output outputs;
  private final PointerPointer<TF_Operation> targets;
  private final PointerPointer<TF_Tensor> fed;
  private final PointerPointer<TF_Tensor> fetched;
  private final TF_Status status = TF_Status.newStatus();
  private final int inputCount;
  private final int outputCount;
  private final int targetCount;
  private boolean hasFetched;

  PreparedRun(
      TF_Session session,
      List<? extends Operand<?>> inputs,
      List<? extends Operand<?>> outputs,
      List<? extends Operation> targets) {
    this.session = session;
    this.inputCount = inputs.size();
    this.outputCount = outputs.size();
    this.targetCount = targets.size();
    this.inputs = handles(inputs);
    this.outputs = handles(outputs);
    this.targets = new PointerPointer<>(Math.max(1, targetCount));
    for (int i = 0; i < targetCount; i++) {
      this.targets.put(i, handle(targets.get(i)));
    }
    this.fed = new PointerPointer<>(Math.max(1, inputCount));
    this.fetched = new PointerPointer<>(Math.max(1, outputCount));
  }

  private static TF_Output handles(List<? extends Operand<?>> operands) {
    TF_Output handles = new TF_Output(Math.max(1, operands.size()));
    for (int i = 0; i < operands.size(); i++) {
      Output<?> output = operands.get(i).asOutput();
      handles.position(i).oper(handle(output.op())).index(output.index());
    }
    return handles.position(0);
  }

  private static TF_Operation handle(Operation operation) {
    return ((GraphOperation) operation).getUnsafeNativeHandle();
  }

  /** Feeds a tensor in the next run; the caller keeps it until then, and closes it. */
  public void feed(int input, Tensor tensor) {
    fed.put(input, tensor.asRawTensor().nativeHandle());
  }

  /** Feeds what another run has fetched, which must not be released until then. */
  public void feed(int input, PreparedRun other, int output) {
    fed.put(input, other.tensor(output));
  }

  /**
   * Makes the call. What was fetched before is released.
   *
   * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow fails
   */
  public void run() {
    run(null, null);
  }

  /**
   * Makes the call as {@link #run()} does, and says what is asked for about it.
   *
   * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow fails
   */
  @SuppressWarnings("try") // The scope releases what is allocated while it is open.
  public RunMetadata run(RunOptions options) {
    try (PointerScope scope = new PointerScope()) {
      TF_Buffer metadata = TF_Buffer.newBuffer();
      run(TF_Buffer.newBufferFromString(options), metadata);
      return metadata.length() == 0
          ? RunMetadata.getDefaultInstance()
          : RunMetadata.parseFrom(metadata.dataAsByteBuffer());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("TensorFlow says of a run what cannot be read", e);
    }
  }

  private void run(@Nullable TF_Buffer options, @Nullable TF_Buffer metadata) {
    release();
    tensorflow.TF_SessionRun(
        session,
        options,
        inputs,
        fed,
        inputCount,
        outputs,
        fetched,
        outputCount,
        targets,
        targetCount,
        metadata,
        status);
    status.throwExceptionIfNotOK();
    hasFetched = true;
  }

  /** A number that was fetched. */
  public float getFloat(int output) {
    return new FloatPointer(tensorflow.TF_TensorData(tensor(output))).get();
  }

  /** A whole number that was fetched. */
  public long getLong(int output) {
    return new LongPointer(tensorflow.TF_TensorData(tensor(output))).get();
  }

  /** How many numbers were fetched. */
  public long size(int output) {
    return tensorflow.TF_TensorByteSize(tensor(output)) / Float.BYTES;
  }

  /**
   * Some of the numbers that were fetched, in TensorFlow's own memory: only until they are
   * released.
   */
  public FloatBuffer floats(int output, long from, int count) {
    FloatPointer values = new FloatPointer(tensorflow.TF_TensorData(tensor(output)));
    return values.position(from).limit(from + count).asByteBuffer().asFloatBuffer();
  }

  private TF_Tensor tensor(int output) {
    if (!hasFetched) {
      throw new IllegalStateException("nothing is fetched");
    }
    return new TF_Tensor(fetched.get(output));
  }

  /** Gives back the memory of what was fetched. */
  public void release() {
    if (hasFetched) {
      for (int i = 0; i < outputCount; i++) {
        tensorflow.TF_DeleteTensor(tensor(i));
      }
      hasFetched = false;
    }
  }

  @Override
  public void close() {
    release();
    for (Pointer memory : new Pointer[] {inputs, outputs, targets, fed, fetched, status}) {
      memory.close();
    }
  }
}
