package org.sluice.spark.score;

import java.util.Map;

/**
 * What people should know of a table that a model was put to.
 *
 * @param scaledAsAll series that have no scalers of their own where others have
 * @param unknown by category how many names the model does not know
 * @param dropped rows that could not be used, by reason
 */
record Remarks(long scaledAsAll, Map<String, Long> unknown, Map<String, Long> dropped) {

  /** A line for each. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (scaledAsAll > 0) {
      text.append(
          String.format(
              "%,d series were unknown in training and are scaled as all series together%n",
              scaledAsAll));
    }
    unknown.forEach(
        (column, names) ->
            text.append(
                String.format("%,d names of %s were not met in training%n", names, column)));
    dropped.forEach(
        (reason, rows) -> text.append(String.format("%,d rows not used: %s%n", rows, reason)));
    return text.toString();
  }
}
