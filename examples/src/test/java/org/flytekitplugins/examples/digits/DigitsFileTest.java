package org.flytekitplugins.examples.digits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsFileTest {

  private static final String GOOD_LINE = "0,".repeat(63) + "16,7\n";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("some.csv.gz");
  }

  @Test
  void theDataSetOnTheClassPathHasAllItsRows() {
    Digits digits = Digits.load();

    assertThat(digits.size()).isEqualTo(1797);
    assertThat(digits.digit(0)).isEqualTo(0);
    assertThat(digits.digit(1796)).isEqualTo(8);
    assertThat(Arrays.copyOf(digits.pixels(0), 8))
        .containsExactly(0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0);
  }

  @Test
  void allPixelsAreScaledToZeroToOne() {
    Digits digits = Digits.load();

    for (int row = 0; row < digits.size(); row++) {
      for (float pixel : digits.pixels(row)) {
        assertThat(pixel).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void changingReturnedPixelsDoesNotChangeTheData() {
    Digits digits = Digits.load();

    digits.pixels(0)[2] = 1;

    assertThat(digits).isEqualTo(Digits.load());
  }

  @Test
  void whatIsWrittenIsReadBackEqual() throws IOException {
    Digits digits = Digits.load();

    digits.writeTo(file);

    assertThat(Digits.readFrom(file)).isEqualTo(digits).hasSameHashCodeAs(digits);
  }

  @Test
  void writingGivesTheTextThatWasRead() throws IOException {
    Digits.load().writeTo(file);

    try (InputStream resource = Digits.class.getResourceAsStream("digits.csv.gz");
        InputStream written = Files.newInputStream(file)) {
      assertThat(new GZIPInputStream(written).readAllBytes())
          .isEqualTo(new GZIPInputStream(resource).readAllBytes());
    }
  }

  @Test
  void writingReplacesAnExistingFile() throws IOException {
    Digits.load().writeTo(file);
    Digits few = Digits.load().split(0.0006, 1).heldOut();

    few.writeTo(file);

    assertThat(Digits.readFrom(file)).isEqualTo(few);
  }

  @Test
  void aLineWithTooFewColumnsIsNamed() throws IOException {
    compress(GOOD_LINE + "0,".repeat(63) + "16\n");

    assertThatThrownBy(() -> Digits.readFrom(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " line 2: 65 columns were expected (64 pixels, then the digit), but there are"
                + " 64");
  }

  @Test
  void aLineWithAnEmptyColumnTooManyIsNamed() throws IOException {
    compress(GOOD_LINE.replace("7", "7,"));

    assertThatThrownBy(() -> Digits.readFrom(file))
        .hasMessage(
            file
                + " line 1: 65 columns were expected (64 pixels, then the digit), but there are"
                + " 66");
  }

  @Test
  void aPixelOutOfRangeIsNamed() throws IOException {
    compress(GOOD_LINE + GOOD_LINE + GOOD_LINE.replace("16", "17"));

    assertThatThrownBy(() -> Digits.readFrom(file))
        .hasMessage(
            file + " line 3 column 64: a pixel was expected (0 to 16), but there is \"17\"");
  }

  @Test
  void aDigitThatIsNoNumberIsNamed() throws IOException {
    compress(GOOD_LINE.replace("7", "seven"));

    assertThatThrownBy(() -> Digits.readFrom(file))
        .hasMessage(
            file + " line 1 column 65: the digit was expected (0 to 9), but there is \"seven\"");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    compress("");

    assertThatThrownBy(() -> Digits.readFrom(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + " line 1: a row was expected, but the file is empty: give it at least one row");
  }

  @Test
  void aFileThatIsNotCompressedIsRefused() throws IOException {
    Files.writeString(file, GOOD_LINE);

    assertThatThrownBy(() -> Digits.readFrom(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " line 1: gzip-compressed text was expected (Not in GZIP format): give a file"
                + " that Digits.writeTo wrote");
  }

  @Test
  void aFileThatEndsEarlyIsRefused() throws IOException {
    Digits.load().writeTo(file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> Digits.readFrom(file))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            ".*some\\.csv\\.gz line [1-9][0-9]+: the compressed data ends early: copy the file"
                + " again");
  }

  private void compress(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(US_ASCII));
    }
    Files.write(file, bytes.toByteArray());
  }
}
