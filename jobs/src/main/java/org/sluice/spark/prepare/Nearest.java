package org.sluice.spark.prepare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
final class Nearest {
  private Nearest() {}

  /** The name with the fewest edits, upper and lower case alike; none where most letters differ. */
  static Optional<String> to(String wanted, List<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(name -> edits(wanted, name)))
        .filter(name -> 2 * edits(wanted, name) <= Math.max(wanted.length(), name.length()));
  }

  /** Levenshtein's distance, case ignored. */
  private static int edits(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int kept = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(kept, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
