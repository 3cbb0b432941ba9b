package org.flytekitplugins.kubeflow.internal;

import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant who wrote another. */
public final class SimilarNames {
  private static final int MOST = 3;

  private SimilarNames() {}

  /**
   * The names that are like one that is not there: those whose last part, after the dots, is about
   * a third away from its last part at most, and those that have it within them.
   *
   * @return the nearest first, three at most
   */
  public static List<String> of(String missing, Collection<String> there) {
    String wanted = lastPart(missing);
    Comparator<String> nearest =
        Comparator.comparingInt((String name) -> distance(wanted, lastPart(name)));
    return there.stream()
        .distinct()
        .filter(name -> isSimilar(wanted, lastPart(name)))
        .sorted(nearest.thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .collect(toList());
  }

  private static boolean isSimilar(String wanted, String name) {
    return distance(wanted, name) <= (Math.min(wanted.length(), name.length()) + 1) / 3
        || (wanted.length() > 2 && name.contains(wanted));
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** How many letters have to be put in, taken away or changed (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
