package org.sluice.spark.score;

import java.util.List;
import java.util.Map;

/**
 * What a prediction made.
 *
 * @param series how many were forecast
 * @param tooShort how many were left out because they have fewer rows than the model's context
 * @param examples names of some of those
 * @param scaledAsAll how many of those forecast have no scalers of their own where others have
 * @param blind how many of those forecast lack rows of the time to come that the model reads
 * @param unknown by category how many names the model does not know
 * @param dropped rows of the table that could not be used, by reason
 */
public record Predictions(
    String folder,
    long series,
    int horizon,
    List<String> targets,
    long tooShort,
    List<String> examples,
    long scaledAsAll,
    long blind,
    Map<String, Long> unknown,
    Map<String, Long> dropped) {

  /** For people: what was written, and what was left out. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%,d series forecast %d steps beyond their last row (%s): %s%n",
            series, horizon, String.join(", ", targets), folder));
    if (tooShort > 0) {
      text.append(
          String.format(
              "%,d series left out, too short for the model's context: %s%s%n",
              tooShort, String.join(", ", examples), tooShort > examples.size() ? ", …" : ""));
    }
    if (blind > 0) {
      text.append(
          String.format(
              "%,d series lack rows of the time to come; of what is known ahead the last values"
                  + " stand in%n",
              blind));
    }
    text.append(new Remarks(scaledAsAll, unknown, dropped).text());
    return text.toString();
  }
}
