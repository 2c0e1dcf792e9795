package org.sluice.spark.prepare;

import java.util.List;
import org.sluice.engine.base.Require;

/**
 * The {@code data.missing} part of a job file: what a network reads where nothing was observed. A
 * target that is missing counts in no loss, whatever stands for it among the inputs.
 *
 * @param fill of the columns that no list names
 * @param last columns with this fill whatever {@code fill} says; {@code mean} likewise
 */
public record MissingSpec(Fill fill, List<String> last, List<String> mean) {
  /** All columns repeat the last value. */
  public static final MissingSpec LAST = new MissingSpec(Fill.LAST, List.of(), List.of());

  public MissingSpec {
    last = List.copyOf(last);
    mean = List.copyOf(mean);
    for (String name : last) {
      Require.that(
          !mean.contains(name),
          "data.missing.last and data.missing.mean both name the column %s; leave one out",
          name);
    }
  }

  /** Refuses a column that is not among {@code known}. */
  void check(List<String> known) {
    DataSpec.requireKnown("data.missing.last", last, known);
    DataSpec.requireKnown("data.missing.mean", mean, known);
  }

  Fill of(String column) {
    if (last.contains(column)) {
      return Fill.LAST;
    }
    return mean.contains(column) ? Fill.MEAN : fill;
  }
}
