package org.flytekitplugins.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flytekitplugins.examples.PrepareDigits;
import org.flytekitplugins.jflyte.testing.junit.TaskStorageExtension;
import org.flytekitplugins.spi.TaskStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

// snippet: storage
@ExtendWith(TaskStorageExtension.class)
class PrepareDigitsTest {
  @Test
  void whatIsLearnedFromIsStored(TaskStorage storage, @TempDir Path folder) throws Exception {
    PrepareDigits.Output prepared =
        new PrepareDigits().run(new PrepareDigits.Input(SdkBindingDataFactory.of(1L)));

    Path file = folder.resolve("training.csv.gz");
    storage.download(URI.create(prepared.training().get().uri()), file);
    assertThat(file).isNotEmptyFile();
  }
}
// end
