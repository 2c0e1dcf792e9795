package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Optional;
import org.sluice.spark.prepare.RowRules.Duplicates;
import org.sluice.spark.prepare.RowRules.Resample;

/**
 * The {@link RowRules} that hold for every table a model reads, as its file keeps them.
 *
 * @param resample null where rows are not resampled
 * @param gapMillis null where nothing parts a series
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GridRules(Resample resample, Duplicates duplicates, Long gapMillis) {
  /** Of rows that stand on the grid one at a time. */
  static final GridRules PLAIN = new GridRules(null, Duplicates.FIRST, null);

  /** Null where rules are plain: files written before there were any say nothing. */
  static GridRules of(RowRules rules) {
    GridRules kept =
        new GridRules(
            rules.resample().orElse(null),
            rules.duplicates(),
            rules.gap().map(Duration::toMillis).orElse(null));
    return kept.equals(PLAIN) ? null : kept;
  }

  /**
   * @param order column of the table at hand
   */
  RowRules rules(Optional<String> order) {
    return new RowRules(
        Optional.ofNullable(resample),
        duplicates,
        order,
        Optional.ofNullable(gapMillis).map(Duration::ofMillis));
  }
}
