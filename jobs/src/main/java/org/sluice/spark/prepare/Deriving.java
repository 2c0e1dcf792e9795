package org.sluice.spark.prepare;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/**
 * Makes the readings of a block, one for each step of its series' grid, with derived columns. What
 * it needs comes by (series, block, index): first a reading of no rows that says how far the series
 * reaches, then the rows of the block, and around them those of other blocks that features look
 * back or ahead to.
 */
record Deriving(Derivation.Plan plan) implements MapPartitionsFunction<BlockReading, Reading> {

  @Override
  public Iterator<Reading> call(Iterator<BlockReading> readings) {
    return new Blocks(readings);
  }

  private final class Blocks implements Iterator<Reading> {
    private final Derivation derivation = new Derivation(plan);
    private final Iterator<BlockReading> readings;
    private BlockReading next; // of another block
    private Reading series; // the block's, as its first reading tells of it
    private int[] rows = {}; // of the table, at each step of the block
    private long index; // of the step at hand
    private long from; // the block's first step
    private Reading ahead;

    Blocks(Iterator<BlockReading> readings) {
      this.readings = readings;
      next = readings.hasNext() ? readings.next() : null;
      ahead = advance();
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Reading next() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      Reading made = ahead;
      ahead = advance();
      return made;
    }

    /** The next step with anything to say. */
    private Reading advance() {
      while (index < from + rows.length || next != null) {
        if (index == from + rows.length) {
          begin();
        }
        float[] values = derivation.row(index);
        int count = rows[(int) (index - from)];
        long step = index++;
        if (count > 0 || !allMissing(values)) {
          return series.at(step, count, values);
        }
      }
      return null;
    }

    /** Takes in all that came for the next block. */
    private void begin() {
      BlockReading first = next;
      series = first.getReading();
      long start = first.getBlock() * Tables.CHUNK_ROWS;
      from = Math.max(series.getFirst(), start);
      long to = Math.min(series.getLast() + 1, start + Tables.CHUNK_ROWS);
      rows = new int[(int) (to - from)];
      index = from;
      long earliest = Math.max(series.getFirst(), from - plan.lookback());
      long end = Math.min(series.getLast() + 1, to + plan.lookahead());
      derivation.begin(earliest, end, series.getLast());
      for (advanceBlock(); next != null && next.sameBlock(first); advanceBlock()) {
        put(next.getReading(), earliest, end);
      }
    }

    private void advanceBlock() {
      next = readings.hasNext() ? readings.next() : null;
    }

    private void put(Reading reading, long earliest, long end) {
      long step = reading.getIndex();
      if (step >= earliest && step < end) {
        derivation.put(step, reading.getValues());
      }
      if (step >= from && step < from + rows.length) {
        rows[(int) (step - from)] = reading.getRows();
      }
    }
  }

  private static boolean allMissing(float[] values) {
    for (float value : values) {
      if (!Float.isNaN(value)) {
        return false;
      }
    }
    return true;
  }
}
