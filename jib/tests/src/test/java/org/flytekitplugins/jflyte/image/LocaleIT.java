package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Java reads and writes paths and arguments by the locale alone, and without one knows ASCII. */
@ImageTest
class LocaleIT {
  private static final TaskInputs SEED = new TaskInputs().integer("seed", 1);

  @Test
  void aPathOfAnyLettersArrivesInTheContainer(Images images) throws IOException {
    TaskOutputs outputs =
        images
            .propeller()
            .run("préparé-数字", "PrepareDigits", images.unpackedDigits(), SEED, Map.of());
    assertThat(outputs.blob("training")).startsWith("file:///storage/préparé-数字/raw");
    assertThat(outputs.blob("heldOut")).startsWith("file:///storage/préparé-数字/raw");
  }

  @Test
  void itIsTheLocaleThatBringsItThere(Images images) throws IOException {
    Propeller propeller = images.propeller();
    propeller.prepare("entrée", SEED);
    var container =
        propeller.start(
            "entrée", "PrepareDigits", images.unpackedDigits(), "ascii", Map.of("LC_ALL", "C"));
    container.exitCode();
    assertThat(propeller.outputFolder("entrée").resolve("outputs.pb")).doesNotExist();
  }
}
