package org.sluice.spark.prepare;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.sluice.engine.base.Require;

/**
 * Turns a partition's readings, sorted by (series, index), into chunks, one at a time. All readings
 * of a series' block must be in the partition.
 */
final class ChunkCutter implements MapPartitionsFunction<Reading, Chunk> {
  private static final long serialVersionUID = 1L;

  // stretch i is [borders[i], borders[i + 1]): split, its gap, the next split …
  private final long[] borders;
  private final int chunkRows;
  private final int columns;

  ChunkCutter(DataSetInfo.Spans spans, int chunkRows, int columns) {
    this.borders =
        new long[] {
          spans.start(),
          spans.trainEnd(),
          spans.validation(),
          spans.validationEnd(),
          spans.test(),
          spans.end()
        };
    this.chunkRows = chunkRows;
    this.columns = columns;
  }

  @Override
  public Iterator<Chunk> call(Iterator<Reading> readings) {
    return new Cuts(readings);
  }

  private final class Cuts implements Iterator<Chunk> {
    private final Iterator<Reading> readings;
    private Reading ahead;

    Cuts(Iterator<Reading> readings) {
      this.readings = readings;
      this.ahead = readings.hasNext() ? readings.next() : null;
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Chunk next() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      int stretch = stretchOf(ahead.getIndex());
      long end = end(ahead, stretch);
      Chunk chunk = begin(ahead, stretch, end);
      while (ahead != null && ahead.getSeries() == chunk.getSeries() && ahead.getIndex() < end) {
        put(ahead, chunk);
        ahead = readings.hasNext() ? readings.next() : null;
      }
      return chunk;
    }
  }

  private int stretchOf(long index) {
    int stretch = borders.length - 2;
    while (index < borders[stretch]) {
      stretch--;
    }
    return stretch;
  }

  private long end(Reading reading, int stretch) {
    long block = (reading.getIndex() / chunkRows + 1) * chunkRows;
    return Math.min(block, Math.min(reading.getLast() + 1, borders[stretch + 1]));
  }

  private Chunk begin(Reading reading, int stretch, long end) {
    long block = reading.getIndex() / chunkRows * chunkRows;
    long start = Math.max(block, Math.max(reading.getFirst(), borders[stretch]));
    int cells = (int) (end - start) * columns;
    Chunk chunk = new Chunk();
    chunk.setSplit(Split.values()[stretch / 2].toString());
    chunk.setSeries(reading.getSeries());
    chunk.setStart(start);
    chunk.setValues(new float[cells]);
    chunk.setObserved(new boolean[cells]);
    return chunk;
  }

  private int rows(long rows) {
    Require.that(
        rows <= Integer.MAX_VALUE,
        "data.time.step puts %d rows of the table into %d steps of a series, more than are counted;"
            + " choose a shorter step",
        rows,
        chunkRows);
    return (int) rows;
  }

  private void put(Reading reading, Chunk chunk) {
    int offset = (int) (reading.getIndex() - chunk.getStart()) * columns;
    float[] values = reading.getValues();
    for (int cell = 0; cell < values.length; cell++) {
      if (!Float.isNaN(values[cell])) {
        // -0 becomes 0: sorting holds the two for equal, so duplicates could leave either
        chunk.getValues()[offset + cell] = values[cell] + 0.0f;
        chunk.getObserved()[offset + cell] = true;
      }
    }
    chunk.setRows(rows((long) chunk.getRows() + reading.getRows()));
  }
}
