package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.core.Errors.ErrorDocument;
import org.flytekitplugins.jflyte.Distribution;

/**
 * Says of an {@code ErrorDocument} that this launcher wrote it: {@code string launcher = 50002},
 * its version. The number is next to that of {@link ReplicaFailureIdl}, for the same reasons.
 */
public final class LauncherMark {
  private static final int LAUNCHER = 50_002;

  private LauncherMark() {}

  /** A document with the mark. */
  public static ErrorDocument on(ErrorDocument document) {
    UnknownFieldSet marked =
        document.getUnknownFields().toBuilder()
            .addField(LAUNCHER, NewerField.of(Distribution.VERSION))
            .build();
    return document.toBuilder().setUnknownFields(marked).build();
  }

  /** Whether a document has it, of whichever version. */
  public static boolean isOn(ErrorDocument document) {
    return document.getUnknownFields().hasField(LAUNCHER);
  }
}
