package org.flytekitplugins.jflyte.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How an image gets into what is registered. */
@ImageTest
class RegistrationIT {
  @Test
  void eachTaskIsRegisteredWithTheImageByItsDigest(Images images) {
    assertThat(images.registration().admin().tasks())
        .isNotEmpty()
        .allSatisfy(
            task ->
                assertThat(
                        task.getClosure().getCompiledTask().getTemplate().getContainer().getImage())
                    .isEqualTo(images.digits().byDigest()));
  }

  @Test
  void theTrainingIsSerializedWithTheImageByItsDigest(Images images) throws IOException {
    assertThat(images.propeller().task("TrainDigits").image())
        .isEqualTo(images.digits().byDigest());
  }
}
