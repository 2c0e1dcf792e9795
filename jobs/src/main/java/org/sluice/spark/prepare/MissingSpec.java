package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.sluice.engine.base.Require;

/**
 * The {@code data.missing} part of a job file: what a network reads where nothing was observed. A
 * target that is missing counts in no loss, whatever stands for it among the inputs.
 *
 * @param fill of the columns that no list names
 * @param last columns with this fill whatever {@code fill} says; {@code mean} and {@code linear}
 *     likewise
 * @param longest missing values in a row that a line bridges at most; 0 where there are no lines
 */
public record MissingSpec(
    Fill fill,
    List<String> last,
    List<String> mean,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> linear,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int longest) {
  /** All columns repeat the last value. */
  public static final MissingSpec LAST = new MissingSpec(Fill.LAST, List.of(), List.of());

  public MissingSpec {
    last = List.copyOf(last);
    mean = List.copyOf(mean);
    linear = linear == null ? List.of() : List.copyOf(linear); // a file may have none
    if (fill == Fill.LINEAR || !linear.isEmpty()) {
      Require.atLeast("data.missing.longest", longest, 1);
    } else {
      longest = 0;
    }
    checkApart("last", last, "mean", mean);
    checkApart("last", last, "linear", linear);
    checkApart("mean", mean, "linear", linear);
  }

  /** Without lines. */
  public MissingSpec(Fill fill, List<String> last, List<String> mean) {
    this(fill, last, mean, List.of(), 0);
  }

  private static void checkApart(String a, List<String> some, String b, List<String> others) {
    for (String name : some) {
      Require.that(
          !others.contains(name),
          "data.missing.%s and data.missing.%s both name the column %s; leave one out",
          a,
          b,
          name);
    }
  }

  /** Refuses a column that is not among {@code known}. */
  void check(List<String> known) {
    DataSpec.requireKnown("data.missing.last", last, known);
    DataSpec.requireKnown("data.missing.mean", mean, known);
    DataSpec.requireKnown("data.missing.linear", linear, known);
  }

  Fill of(String column) {
    if (last.contains(column)) {
      return Fill.LAST;
    }
    if (mean.contains(column)) {
      return Fill.MEAN;
    }
    return linear.contains(column) ? Fill.LINEAR : fill;
  }
}
