package org.flytekitplugins.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  @Test
  void linesEndWithALineFeedACarriageReturnBothOrTheEnd() {
    assertThat(split("one\ntwo\r\nthree\rfour", 100))
        .isEqualTo(List.of("one", "two", "three", "four"));
    assertThat(split("\n\r\n\r", 100)).isEqualTo(List.of("", "", ""));
    assertThat(split("", 100)).isEqualTo(List.of());
  }

  @Test
  void charactersOfSeveralBytesStayWhole() {
    assertThat(split("grün 🌱\n", 1)).isEqualTo(List.of("grün 🌱"));
  }

  @Test
  void anEndlessLineIsCut() {
    assertThat(split("x".repeat(150_000), 8192))
        .isEqualTo(List.of("x".repeat(65_536), "x".repeat(65_536), "x".repeat(18_928)));
  }

  @Property
  void linesAreTheSameHoweverTheyCome(
      @ForAll @CharRange(from = 'a', to = 'b') @Chars({'\r', '\n'}) String text,
      @ForAll @IntRange(min = 1, max = 5) int chunk) {
    assertThat(split(text, chunk)).isEqualTo(text.lines().toList());
  }

  private static List<String> split(String text, int chunk) {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(lines::add);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += chunk) {
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk));
      splitter.write(part, part.length);
    }
    splitter.end();
    return lines;
  }
}
