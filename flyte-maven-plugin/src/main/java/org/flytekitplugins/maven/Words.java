package org.flytekitplugins.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** A parameter that is many words, as a shell would split them: quotes hold blanks. */
final class Words {
  private static final Pattern PART =
      Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)|(\\s+)|(.)");

  private Words() {}

  /**
   * Splits it.
   *
   * @param parameter its name, for who has forgotten a quote
   */
  static List<String> of(String parameter, @Nullable String text) throws MojoExecutionException {
    List<String> words = new ArrayList<>();
    @Nullable StringBuilder word = null;
    Matcher part = PART.matcher(text == null ? "" : text);
    while (part.find()) {
      if (part.group(5) != null) {
        throw new MojoExecutionException(
            String.format("%s is %s: its last quote has no other: add it", parameter, text));
      } else if (part.group(4) != null) {
        if (word != null) {
          words.add(word.toString());
        }
        word = null;
      } else {
        word = word == null ? new StringBuilder() : word;
        for (int quoted = 1; quoted <= 3; quoted++) {
          if (part.group(quoted) != null) {
            word.append(part.group(quoted));
          }
        }
      }
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }
}
