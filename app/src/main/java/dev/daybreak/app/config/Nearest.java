package dev.daybreak.app.config;

import java.util.Comparator;
import java.util.List;

/** Guesses what was meant by a mistyped word. */
final class Nearest {
  private static final int DISTANCE_MAX = 3;

  private Nearest() {}

  /** {@code ; did you mean 'x'?} or the list of what is known. */
  static String hint(String word, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(candidate -> distance(word, candidate) <= DISTANCE_MAX)
        .map(candidate -> "; did you mean '" + candidate + "'?")
        .orElse("; known here: " + String.join(", ", known));
  }

  /** Levenshtein's distance, upper and lower case being equal. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
        diagonal = row[j];
        row[j] = best;
      }
    }
    return row[b.length()];
  }
}
