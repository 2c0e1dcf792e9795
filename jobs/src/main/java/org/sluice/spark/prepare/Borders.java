package org.sluice.spark.prepare;

import java.util.OptionalLong;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** Where a split setting cuts the time axis. */
public final class Borders {
  private final SplitSpec split;
  private final boolean whole;
  private final OptionalLong validation;
  private final OptionalLong test;
  private final OptionalLong until;

  /**
   * @throws SluiceException if a date cannot be read or they are not in order
   */
  Borders(SplitSpec split, Times times) {
    this.split = split;
    this.whole = false;
    OptionalLong validation = date(times, "validationFrom", split.validationFrom().orElse(null));
    OptionalLong test = date(times, "testFrom", split.testFrom().orElse(null));
    OptionalLong until = date(times, "until", split.until().orElse(null));
    if (validation.isPresent()) {
      Require.that(
          validation.getAsLong() < test.getAsLong(),
          "data.split.testFrom must be later than data.split.validationFrom (%s), got %s",
          split.validationFrom().get(),
          split.testFrom().get());
      Require.that(
          until.isEmpty() || test.getAsLong() < until.getAsLong(),
          "data.split.until must be later than data.split.testFrom (%s), got %s",
          split.testFrom().get(),
          split.until().orElse(null));
    }
    long back = until.isPresent() ? split.spansBack() * (until.getAsLong() - test.getAsLong()) : 0;
    this.validation = earlier(validation, back);
    this.test = earlier(test, back);
    this.until = earlier(until, back);
  }

  private static OptionalLong earlier(OptionalLong border, long millis) {
    return border.isPresent() ? OptionalLong.of(border.getAsLong() - millis) : border;
  }

  /** At fractions alone. */
  public Borders(SplitSpec fractions) {
    this(fractions, false);
  }

  /** Of a table that nobody splits: all of it is its training span. */
  static Borders whole() {
    return new Borders(SplitSpec.WHOLE, true);
  }

  private Borders(SplitSpec fractions, boolean whole) {
    this.split = fractions;
    this.whole = whole;
    this.validation = OptionalLong.empty();
    this.test = OptionalLong.empty();
    this.until = OptionalLong.empty();
  }

  private static OptionalLong date(Times times, String name, String date) {
    return date == null
        ? OptionalLong.empty()
        : OptionalLong.of(times.parse("data.split." + name, date));
  }

  /** Epoch milliseconds from which on rows are left out. */
  OptionalLong until() {
    return until;
  }

  /**
   * The spans of a table whose last row stands at {@code last}.
   *
   * @throws SluiceException if one of them is empty
   */
  DataSetInfo.Spans spans(Grid grid, long last) {
    long end = last + 1;
    if (split.bySeries()) {
      return DataSetInfo.Spans.ofSeries(end, new DataSetInfo.SeriesCounts(0, 0, 0));
    }
    DataSetInfo.Spans spans = split.byFractions() ? fractions(end) : dates(grid, end);
    requireRows(spans);
    return spans;
  }

  private DataSetInfo.Spans fractions(long end) {
    long validation = Math.round(split.train().get() * end);
    long test = Math.round((split.train().get() + split.validation().get()) * end);
    return new DataSetInfo.Spans(0, validation, test, end, split.gap().orElse(0));
  }

  private DataSetInfo.Spans dates(Grid grid, long end) {
    long from = grid.ceil(validation.getAsLong());
    return new DataSetInfo.Spans(0, from, grid.ceil(test.getAsLong()), end, split.gap().orElse(0));
  }

  /**
   * The spans of {@code rows} rows, or groups of series, counted from 0: fractions alone.
   *
   * @throws SluiceException if one of them is empty
   */
  public DataSetInfo.Spans spans(long rows) {
    DataSetInfo.Spans spans = fractions(rows);
    requireRows(spans);
    return spans;
  }

  /**
   * @throws SluiceException if one of the spans is empty
   */
  public void requireRows(DataSetInfo.Spans spans) {
    requireRows(Split.TRAIN, spans.start() < spans.trainEnd());
    requireRows(
        Split.VALIDATION,
        spans.validation() < spans.validationEnd() && spans.validation() < spans.end());
    requireRows(Split.TEST, spans.test() < spans.end());
  }

  /**
   * @throws SluiceException unless {@code some}
   */
  void requireRows(Split span, boolean some) {
    Require.that(
        some || (whole && span != Split.TRAIN),
        "%s leaves the %s span without rows; %s",
        says(span),
        span,
        split.series().column().isPresent() ? "each span needs some" : "choose other borders");
  }

  private String says(Split span) {
    if (split.series().column().isPresent()) {
      return "data.split.column = " + split.series().column().get();
    }
    if (!split.byFractions()) {
      return switch (span) {
        case TRAIN -> "data.split.validationFrom = " + split.validationFrom().get();
        case VALIDATION ->
            "data.split.validationFrom = "
                + split.validationFrom().get()
                + " with testFrom = "
                + split.testFrom().get();
        case TEST -> "data.split.testFrom = " + split.testFrom().get();
      };
    }
    return switch (span) {
      case TRAIN -> "data.split.train = " + split.train().get();
      case VALIDATION -> "data.split.validation = " + split.validation().get();
      case TEST -> "data.split.test = " + split.test().get();
    };
  }
}
