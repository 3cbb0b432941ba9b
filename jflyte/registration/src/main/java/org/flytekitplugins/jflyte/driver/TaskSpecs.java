package org.flytekitplugins.jflyte.driver;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Tasks.TaskMetadata;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Workflow.NodeMetadata;
import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.jflyte.JflyteException;

/** What actions run: tasks as they were registered, with what their node says beside them. */
final class TaskSpecs {
  private static final int TEMPLATE = 1;

  private final Flyte2Client client;
  private final DriverCalls calls;
  private final Map<Identifier, ByteString> known = new HashMap<>();

  TaskSpecs(Flyte2Client client, DriverCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** The TaskSpec that an action runs. */
  ByteString of(NodeAction action) {
    ByteString spec = known.get(action.task());
    if (spec == null) {
      spec = registered(Flyte2Actions.key(action));
      known.put(action.task(), spec);
    }
    try {
      UnknownFieldSet fields = UnknownFieldSet.parseFrom(spec);
      TaskTemplate template = template(fields);
      TaskTemplate changed = changed(template, action);
      return changed.equals(template) ? spec : with(fields, changed);
    } catch (InvalidProtocolBufferException e) {
      throw unusable(Flyte2Actions.key(action), e);
    }
  }

  /** The template of a task that is registered. */
  TaskTemplate template(TaskKey key) {
    try {
      return template(UnknownFieldSet.parseFrom(registered(key)));
    } catch (InvalidProtocolBufferException e) {
      throw unusable(key, e);
    }
  }

  private static TaskTemplate template(UnknownFieldSet spec) throws InvalidProtocolBufferException {
    TaskTemplate.Builder template = TaskTemplate.newBuilder();
    for (ByteString part : spec.getField(TEMPLATE).getLengthDelimitedList()) {
      template.mergeFrom(part);
    }
    return template.build();
  }

  private static ByteString with(UnknownFieldSet spec, TaskTemplate template) {
    return spec.toBuilder()
        .clearField(TEMPLATE)
        .addField(
            TEMPLATE,
            UnknownFieldSet.Field.newBuilder().addLengthDelimited(template.toByteString()).build())
        .build()
        .toByteString();
  }

  private ByteString registered(TaskKey key) {
    return calls
        .answer("task " + key + " cannot be looked up", () -> client.taskSpec(key))
        .orElseThrow(
            () ->
                new JflyteException(
                    String.format(
                        "%s, version %s, is not registered in project %s, domain %s of this Flyte"
                            + " 2: register it there, or refer to a version that is",
                        key.name(), key.version(), key.project(), key.domain())));
  }

  private static JflyteException unusable(TaskKey key, InvalidProtocolBufferException cause) {
    return new JflyteException("task " + key + " cannot be understood: register it again", cause);
  }

  /** Retries, timeout and interruptible of a node win over the task's, as on Flyte 1. */
  private static TaskTemplate changed(TaskTemplate template, NodeAction action) {
    NodeMetadata node = action.metadata();
    TaskMetadata.Builder metadata = template.getMetadata().toBuilder();
    if (node.hasRetries()) {
      metadata.setRetries(node.getRetries());
    }
    if (node.hasTimeout() && !node.getTimeout().equals(Duration.getDefaultInstance())) {
      metadata.setTimeout(node.getTimeout());
    }
    if (node.getInterruptibleValueCase() == NodeMetadata.InterruptibleValueCase.INTERRUPTIBLE) {
      metadata.setInterruptible(node.getInterruptible());
    } else if (action.interruptible()
        && metadata.getInterruptibleValueCase()
            == TaskMetadata.InterruptibleValueCase.INTERRUPTIBLEVALUE_NOT_SET) {
      metadata.setInterruptible(true);
    }
    return template.toBuilder().setMetadata(metadata).build();
  }
}
