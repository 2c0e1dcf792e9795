package org.sluice.spark.prepare;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/**
 * Adds derived columns to readings, which come by (series, block, index): those of a block, and
 * before them as many of the blocks before as features look back.
 */
record Deriving(Derivation.Plan plan) implements MapPartitionsFunction<BlockReading, Reading> {

  @Override
  public Iterator<Reading> call(Iterator<BlockReading> readings) {
    return new Extended(new Derivation(plan), readings);
  }

  private static final class Extended implements Iterator<Reading> {
    private final Derivation derivation;
    private final Iterator<BlockReading> readings;
    private BlockReading previous;
    private Reading ahead;

    Extended(Derivation derivation, Iterator<BlockReading> readings) {
      this.derivation = derivation;
      this.readings = readings;
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
      Reading next = ahead;
      ahead = advance();
      return next;
    }

    private Reading advance() {
      while (readings.hasNext()) {
        BlockReading next = readings.next();
        Reading reading = next.getReading();
        boolean sameBlock = previous != null && next.sameBlock(previous);
        if (!sameBlock) {
          derivation.reset();
        }
        previous = next;
        reading.setValues(derivation.extend(reading.getIndex(), reading.getValues()));
        if (reading.getIndex() / Tables.CHUNK_ROWS == next.getBlock()) {
          return reading;
        }
      }
      return null;
    }
  }
}
