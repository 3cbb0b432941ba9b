package org.flytekitplugins.pytorch.internal.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that a script has written is an output of its task. */
class UploadedOutputTest {
  private static final Map<String, Variable> MODEL =
      Map.of(
          "model",
          Variable.builder()
              .literalType(LiteralType.ofBlobType(BlobType.DEFAULT))
              .description("")
              .build());

  @TempDir private Path folder;

  @Test
  void aPathIsUploaded() throws Exception {
    Path written = Files.writeString(folder.resolve("model.json"), "weights");

    URI stored = URI.create(modelOf(written.toString()));

    assertThat(Path.of(stored)).isNotEqualTo(written).hasFileName("model.json");
    assertThat(Path.of(stored)).hasContent("weights");
  }

  @Test
  void aUriIsPassedOn() throws Exception {
    assertThat(modelOf("s3://bucket/model")).isEqualTo("s3://bucket/model");
  }

  @Test
  void nothingIsPassedOn() throws Exception {
    assertThat(modelOf("")).isEmpty();
  }

  @Test
  void aFileThatWasNotWrittenIsRefused() {
    assertThatThrownBy(() -> modelOf("/nowhere/model.json"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "outputs.model is \"/nowhere/model.json\", but there is no such file or folder: write"
                + " it before the script ends, or say the URI of one that is stored already");
  }

  private String modelOf(String written) throws Exception {
    Path outputs =
        Files.writeString(folder.resolve("outputs.json"), "{\"model\": \"" + written + "\"}");
    return OutputsFile.read(outputs, MODEL).get("model").scalar().blob().uri();
  }
}
