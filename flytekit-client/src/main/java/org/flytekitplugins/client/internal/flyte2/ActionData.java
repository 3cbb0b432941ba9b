package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Literals.LiteralMap;

/** What an action was given, and what it gives. */
@AutoValue
public abstract class ActionData {
  private static final int INPUTS = 1;
  private static final int OUTPUTS = 2;
  private static final int INPUTS_URI = 3;
  private static final int OUTPUTS_URI = 4;

  ActionData() {}

  /** The data of an action. */
  public static ActionData of(
      LiteralMap inputs, LiteralMap outputs, String inputsUri, String outputsUri) {
    return new AutoValue_ActionData(inputs, outputs, inputsUri, outputsUri);
  }

  /** The data of a message. */
  public static ActionData of(Fields message) {
    return of(
        literals(message, INPUTS),
        literals(message, OUTPUTS),
        message.text(INPUTS_URI),
        message.text(OUTPUTS_URI));
  }

  // Named literals and the entries of Flyte 1's map of literals are written alike.
  private static LiteralMap literals(Fields message, int field) {
    try {
      return LiteralMap.parseFrom(message.messageBytes(field));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(e);
    }
  }

  /** What it was given. */
  public abstract LiteralMap inputs();

  /** What it gives; nothing as long as it has not succeeded. */
  public abstract LiteralMap outputs();

  /** Where its inputs are; may be empty. */
  public abstract String inputsUri();

  /** Where its outputs are; empty as long as it has not succeeded. */
  public abstract String outputsUri();

  /** The message. */
  public Fields toMessage() {
    return Fields.builder()
        .message(INPUTS, inputs())
        .message(OUTPUTS, outputs())
        .text(INPUTS_URI, inputsUri())
        .text(OUTPUTS_URI, outputsUri())
        .build();
  }
}
