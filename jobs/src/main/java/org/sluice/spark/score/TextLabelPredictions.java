package org.sluice.spark.score;

import java.util.Map;

/**
 * What a labelling of texts made.
 *
 * @param texts labelled
 * @param ofTokens whether their tokens were labelled, each by itself
 * @param dropped texts that could not be used, by reason
 */
public record TextLabelPredictions(
    String folder, long texts, boolean ofTokens, Map<String, Long> dropped) {

  /** For people: what was written, and what was left out. */
  public String text() {
    StringBuilder text = new StringBuilder();
    String made = ofTokens ? "the tokens of %,d sentences labelled" : "%,d texts labelled";
    text.append(String.format(made + ": %s%n", texts, folder));
    dropped.forEach(
        (reason, count) -> text.append(String.format("%,d texts not used: %s%n", count, reason)));
    return text.toString();
  }
}
