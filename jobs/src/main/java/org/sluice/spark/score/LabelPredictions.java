package org.sluice.spark.score;

import java.util.Map;

/**
 * What a labelling made.
 *
 * @param labels written, one for each row, or for each series where {@code ofRows} is false
 * @param scaledAsAll series that have no scalers of their own where others have
 * @param unknown by category how many names the model does not know
 * @param dropped rows of the table that could not be used, by reason
 */
public record LabelPredictions(
    String folder,
    long series,
    long labels,
    boolean ofRows,
    long scaledAsAll,
    Map<String, Long> unknown,
    Map<String, Long> dropped) {

  /** For people: what was written, and what was left out. */
  public String text() {
    String made =
        ofRows
            ? String.format("%,d rows of %,d series labelled: %s%n", labels, series, folder)
            : String.format("%,d series labelled: %s%n", series, folder);
    return made + new Remarks(scaledAsAll, unknown, dropped).text();
  }
}
