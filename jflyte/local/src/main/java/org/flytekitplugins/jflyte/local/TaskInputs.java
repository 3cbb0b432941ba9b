package org.flytekitplugins.jflyte.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.idl.LiteralIdl;

/**
 * The inputs of a task that runs outside of this process, for all of its attempts.
 *
 * @param file where they are written, {@code inputs.pb} in the folder of the node
 * @param values the inputs by name
 */
record TaskInputs(Path file, Map<String, Literal> values) {
  /** Writes the inputs of the node that runs now. */
  static TaskInputs write(LocalContext context, Map<String, Literal> values) {
    Path file = context.folder().node(context.tracker().current()).resolve(AttemptFiles.INPUTS);
    try {
      Files.write(file, LiteralIdl.toIdl(values).toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("inputs cannot be written to " + file + ": " + e, e);
    }
    return new TaskInputs(file, values);
  }
}
