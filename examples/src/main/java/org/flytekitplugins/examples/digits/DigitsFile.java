package org.flytekitplugins.examples.digits;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** The file format of {@link Digits}: gzip-compressed lines of 64 pixels and a digit. */
final class DigitsFile {

  private static final int COLUMNS = Digits.PIXELS + 1;

  private DigitsFile() {}

  /**
   * Reads all rows.
   *
   * @param name what messages call the file
   */
  static Digits read(InputStream in, String name) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    int lineNumber = 1;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        readRow(line, name + " line " + lineNumber, pixels, labels);
        lineNumber++;
      }
    } catch (ZipException e) {
      throw new IOException(
          name
              + " line "
              + lineNumber
              + ": gzip-compressed text was expected ("
              + e.getMessage()
              + "): give a file that Digits.writeTo wrote",
          e);
    } catch (EOFException e) {
      throw new IOException(
          name + " line " + lineNumber + ": the compressed data ends early: copy the file again",
          e);
    }
    if (labels.size() == 0) {
      throw new IOException(
          name + " line 1: a row was expected, but the file is empty: give it at least one row");
    }
    return Digits.ofOwned(pixels.toByteArray(), labels.toByteArray());
  }

  private static void readRow(
      String line, String place, ByteArrayOutputStream pixels, ByteArrayOutputStream labels)
      throws IOException {
    // The limit keeps empty columns at the end, which would otherwise go unnoticed.
    String[] columns = line.split(",", -1);
    if (columns.length != COLUMNS) {
      throw new IOException(
          place
              + ": "
              + COLUMNS
              + " columns were expected (64 pixels, then the digit), but there are "
              + columns.length);
    }
    for (int i = 0; i < Digits.PIXELS; i++) {
      pixels.write(
          wholeNumber(columns[i], Digits.FULL_PIXEL, place + " column " + (i + 1), "a pixel"));
    }
    labels.write(
        wholeNumber(
            columns[Digits.PIXELS], Digits.CLASSES - 1, place + " column " + COLUMNS, "the digit"));
  }

  private static int wholeNumber(String text, int highest, String place, String what)
      throws IOException {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      number = -1;
    }
    if (number < 0 || number > highest) {
      throw new IOException(
          place
              + ": "
              + what
              + " was expected (0 to "
              + highest
              + "), but there is \""
              + text
              + "\"");
    }
    return number;
  }

  static void write(Digits digits, Path file) throws IOException {
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), US_ASCII))) {
      for (int row = 0; row < digits.size(); row++) {
        for (int i = 0; i < Digits.PIXELS; i++) {
          out.write(digits.rawPixel(row, i) + ",");
        }
        // Always this line end, so that equal rows give equal files on every system.
        out.write(digits.digit(row) + "\n");
      }
    }
  }
}
