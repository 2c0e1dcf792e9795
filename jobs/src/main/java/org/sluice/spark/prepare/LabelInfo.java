package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What {@code dataset.json} says of labels. {@code labels/} holds 0 for the first class, 1 for the
 * second and so on, {@link #UNSEEN} for a class that the training span lacks and {@link #MISSING}
 * where there is no label; neither of these two counts in a loss or a measure.
 *
 * @param classes those of the training span, the most frequent first, those of one count in the
 *     order of their code points; of anomaly labels {@link #ANOMALY}
 * @param leavesOut whether training windows with an anomaly in them are left out
 * @param counts of each span, by its name: of steps, or of series where these have one label
 */
public record LabelInfo(
    String column,
    LabelSpec.Per per,
    LabelSpec.Use use,
    List<String> classes,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean leavesOut,
    Map<String, Counts> counts) {
  /** A class that the training span lacks. */
  public static final int UNSEEN = -1;

  /** No label. */
  public static final int MISSING = -2;

  /** Classes of anomaly labels. */
  static final List<String> ANOMALY = List.of("normal", "anomaly");

  /** Number of what is an anomaly. */
  public static final int IS_ANOMALY = 1;

  /**
   * @param classes how many of each
   * @param unseen how many are of a class that the training span lacks
   * @param missing how many have no label
   */
  public record Counts(List<Long> classes, long unseen, long missing) {}

  /** Whether labels say what is an anomaly, step by step. */
  public boolean tellsAnomalousSteps() {
    return use == LabelSpec.Use.ANOMALY && per == LabelSpec.Per.STEP;
  }
}
