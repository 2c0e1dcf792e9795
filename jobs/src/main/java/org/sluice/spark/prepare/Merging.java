package org.sluice.spark.prepare;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.sluice.spark.prepare.RowRules.Duplicates;
import org.sluice.spark.prepare.RowRules.Resample;

/**
 * Makes one of the readings of each grid step: first of those at one time, as {@link Duplicates}
 * says, then of what is left, as {@link Resample} says; and one row of the values of a table of
 * long form. A partition's readings must come sorted by {@link Tables#order} and those of a step
 * must lie in one partition. Only one step is held at a time.
 *
 * @param resample {@code LAST} where a step has but one time
 * @param named whether each of the C columns holds names, of which the last one is taken where
 *     numbers become one number
 */
record Merging<R extends Reading>(Duplicates duplicates, Resample resample, boolean[] named)
    implements MapPartitionsFunction<R, R> {

  Merging(DataSpec spec) {
    this(
        spec.time().rules().duplicates(),
        spec.time().rules().resample().orElse(Resample.LAST),
        spec.named(spec.columns()));
  }

  @Override
  public Iterator<R> call(Iterator<R> readings) {
    return new Steps(readings);
  }

  private final class Steps implements Iterator<R> {
    private final Iterator<R> readings;
    private final Optional<CellFold> duplicate = ofDuplicates();
    private final CellFold step = new CellFold(resample, named);
    private R ahead;

    Steps(Iterator<R> readings) {
      this.readings = readings;
      advance();
    }

    private void advance() {
      ahead = readings.hasNext() ? readings.next() : null;
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public R next() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      R made = ahead;
      advance();
      if (isWhole(made) && !goesOn(made)) {
        made.setRows(1);
        return made;
      }
      int rows = 1;
      step.clear();
      for (addTime(made); goesOn(made); rows++) {
        R first = ahead;
        advance();
        addTime(first);
      }
      made.setValues(step.values(0, named.length));
      made.setRows(rows);
      return made;
    }

    /** Whether a row is all there is to say of its step, if it is the only one. */
    private boolean isWhole(R row) {
      return row.getValues().length == named.length && resample != Resample.COUNT;
    }

    private boolean goesOn(R made) {
      return ahead != null && ahead.sharesStep(made);
    }

    /** Takes what the rows at one time say of a step, the first of which was taken already. */
    private void addTime(R first) {
      float[] values = first.getValues();
      int column = first.getColumn();
      duplicate.ifPresent(fold -> fold.begin(first.getValues(), column));
      for (; ahead != null && ahead.sharesTime(first); advance()) {
        float[] more = ahead.getValues();
        duplicate.ifPresent(fold -> fold.add(more, column));
        values = duplicates == Duplicates.LAST ? more : values;
      }
      step.add(
          duplicate.isPresent() ? duplicate.get().values(column, column + values.length) : values,
          column);
    }
  }

  /** What makes one of several rows' values; nothing where one row stays as it is. */
  private Optional<CellFold> ofDuplicates() {
    return switch (duplicates) {
      case FIRST, LAST, ERROR -> Optional.empty();
      case MEAN -> Optional.of(new CellFold(Resample.MEAN, named));
      case MIN -> Optional.of(new CellFold(Resample.MIN, named));
      case MAX -> Optional.of(new CellFold(Resample.MAX, named));
    };
  }
}
