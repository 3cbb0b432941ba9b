package org.flytekitplugins.report.deck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether every colour of a deck stands out from what it lies on, by the rules of WCAG 2.2: text at
 * least 4.5 to 1, what pictures are made of 3 to 1.
 */
class ContrastTest {
  private static final String STYLE =
      PageResource.read("page.css") + PageResource.read("training-deck.css");

  private static final Pattern DARK =
      Pattern.compile("@media \\(prefers-color-scheme: dark\\) \\{ :root \\{([^}]*)}");
  private static final Pattern ROOT = Pattern.compile(":root \\{([^}]*)}");
  private static final Pattern COLOR = Pattern.compile("--([a-z0-9]+): (#[0-9a-f]{6});");

  private static final List<String> GROUNDS = List.of("page", "card");

  /** What is written on the page and on cards. */
  private static final List<String> TEXTS = List.of("text", "soft", "live");

  /** What the name of a state is written on, in the colour {@code on}. */
  private static final List<String> BADGES = List.of("ok", "bad", "soft");

  /** What lies on the page and on the tracks of the timeline. */
  private static final List<String> MARKS = List.of("ok", "bad", "live", "soft", "text");

  /** Curves, on the page only. */
  private static final List<String> CURVES =
      List.of("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7");

  /** Only separates what would be told apart without it. */
  private static final String DECORATION = "line";

  enum Mode {
    LIGHT,
    DARK
  }

  @ParameterizedTest
  @EnumSource
  void everyColourStandsOut(Mode mode) {
    Map<String, String> colors = colors(mode);
    List<String> faint = new ArrayList<>();
    for (String ground : GROUNDS) {
      TEXTS.forEach(text -> require(colors, text, ground, 4.5, faint));
      MARKS.forEach(mark -> require(colors, mark, ground, 3, faint));
    }
    BADGES.forEach(badge -> require(colors, "on", badge, 4.5, faint));
    CURVES.forEach(curve -> require(colors, curve, "page", 3, faint));

    assertThat(faint).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noColourIsForgotten(Mode mode) {
    Set<String> known = new TreeSet<>(Set.of("on", DECORATION));
    List.of(GROUNDS, TEXTS, BADGES, MARKS, CURVES).forEach(known::addAll);

    assertThat(colors(mode).keySet()).isEqualTo(known);
  }

  @Test
  void coloursHaveNamesWhereverTheyAreUsed() {
    String used = ROOT.matcher(STYLE).replaceAll("");

    assertThat(used).doesNotContainPattern("#[0-9a-fA-F]{3}|rgb|hsl");
    assertThat(used).containsPattern("var\\(--bad\\)");
  }

  @Test
  void theRatioIsThatOfTheRules() {
    assertThat(ratio("#000000", "#ffffff")).isEqualTo(21.0);
    assertThat(ratio("#777777", "#ffffff")).isBetween(4.47, 4.48);
    assertThat(ratio("#ffffff", "#ffffff")).isEqualTo(1.0);
  }

  private static void require(
      Map<String, String> colors, String color, String ground, double least, List<String> faint) {
    double ratio =
        ratio(colors.getOrDefault(color, "#000000"), colors.getOrDefault(ground, "#000000"));
    if (ratio < least) {
      faint.add(
          String.format(Locale.ROOT, "%s on %s: %.2f, not %.1f", color, ground, ratio, least));
    }
  }

  private static Map<String, String> colors(Mode mode) {
    String light = DARK.matcher(STYLE).replaceAll("");
    Map<String, String> colors = colors(ROOT.matcher(light));
    if (mode == Mode.DARK) {
      Map<String, String> dark = colors(DARK.matcher(STYLE));
      assertThat(dark.keySet()).isEqualTo(colors.keySet());
      return dark;
    }
    return colors;
  }

  private static Map<String, String> colors(Matcher blocks) {
    Map<String, String> colors = new TreeMap<>();
    while (blocks.find()) {
      Matcher color = COLOR.matcher(blocks.group(1));
      while (color.find()) {
        colors.put(color.group(1), color.group(2));
      }
    }
    return colors;
  }

  private static double ratio(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String color) {
    int rgb = Integer.parseInt(color.substring(1), 16);
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double value = (channel & 0xff) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
