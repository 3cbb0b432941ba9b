package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Interface.ParameterMap;
import java.util.List;
import java.util.Map;

/**
 * The defaults of a task's inputs in flyteidl's messages, which have them in launch plans only: a
 * ParameterMap under a number that flyteidl does not use. It never leaves this process.
 */
public final class DefaultInputs {
  private static final int FIELD = 20_000;

  private DefaultInputs() {}

  /** Adds them to a message about a task. */
  public static <B extends Message.Builder> B add(B task, Map<String, Parameter> defaults) {
    if (!defaults.isEmpty()) {
      UnknownFieldSet.Field map =
          UnknownFieldSet.Field.newBuilder()
              .addLengthDelimited(
                  ParameterMap.newBuilder().putAllParameters(defaults).build().toByteString())
              .build();
      task.setUnknownFields(task.getUnknownFields().toBuilder().addField(FIELD, map).build());
    }
    return task;
  }

  /** Those of a message; empty if there are none. */
  public static Map<String, Parameter> in(Message task) {
    List<ByteString> maps = task.getUnknownFields().getField(FIELD).getLengthDelimitedList();
    try {
      return maps.isEmpty() ? Map.of() : ParameterMap.parseFrom(maps.get(0)).getParametersMap();
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(e);
    }
  }
}
