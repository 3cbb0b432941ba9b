package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
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
    assertThat(path(outputs.blob("training"))).startsWith("/storage/préparé-数字/");
    assertThat(path(outputs.blob("heldOut"))).startsWith("/storage/préparé-数字/");
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

  private static String path(String uri) {
    return URI.create(uri).getPath();
  }
}
