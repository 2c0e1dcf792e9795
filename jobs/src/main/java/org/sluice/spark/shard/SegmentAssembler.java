package org.sluice.spark.shard;

import java.util.BitSet;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Segment;

/**
 * Puts one {@link Segment} together from stretches of rows that arrive in any order: values are
 * scaled as they come, and what nobody brought is missing. A missing value repeats the last one
 * observed in the segment, before the first stands the column's fill; in a column whose fill is
 * constant that stands for all of them. One thread at a time.
 */
public final class SegmentAssembler {
  private final int series;
  private final long start;
  private final int rows;
  private final int columns;
  private final Scaling scaling;
  private final float[] values; // [rows, columns]
  private final BitSet missing;

  /**
   * @param series ordinal of the series
   * @param start grid index of the segment's first row
   */
  public SegmentAssembler(int series, long start, int rows, Scaling scaling) {
    this.series = series;
    this.start = start;
    this.rows = rows;
    this.scaling = scaling;
    columns = scaling.columns();
    long cells = (long) rows * columns;
    Require.that(
        cells <= Integer.MAX_VALUE - 8,
        "a shard would hold %d values of one series, more than an array does; raise"
            + " training.replicas",
        cells);
    values = new float[(int) cells];
    missing = new BitSet(values.length);
    missing.set(0, values.length);
  }

  /**
   * Takes the rows that lie inside the segment and leaves the others; copies.
   *
   * @param from grid index of the first row brought
   * @param raw {@code [n, C]} row-major, in the columns' own units, without labels
   * @param absent bit {@code row * C + column} is set where nothing was observed
   */
  public void add(long from, float[] raw, BitSet absent) {
    add(from, raw, absent, 0, scaling.features());
  }

  /** The same of a piece, which may be of labels alone. */
  void add(Piece piece) {
    int first = piece.label() ? scaling.features() : 0;
    int width = piece.label() ? 1 : scaling.features();
    add(piece.start(), piece.values(), piece.missing(), first, width);
  }

  /**
   * @param column that the first of {@code width} values of a row belongs to
   */
  private void add(long from, float[] raw, BitSet absent, int column, int width) {
    int first = (int) Math.max(0, start - from);
    int last = (int) Math.min(raw.length / width, start + rows - from);
    for (int row = first; row < last; row++) {
      int source = row * width;
      int target = (int) (from + row - start) * columns + column;
      for (int c = 0; c < width; c++) {
        float value = raw[source + c];
        if (!absent.get(source + c) && scaling.takes(column + c, value)) {
          values[target + c] = scaling.scale(column + c, value);
          missing.clear(target + c);
        }
      }
    }
  }

  /** The segment, which takes over this assembler's arrays: build once, add nothing after. */
  public Segment build() {
    return build(scaling.fill());
  }

  /**
   * The same where the series did not begin with this segment.
   *
   * @param before scaled values of the row before it: read only
   */
  Segment build(float[] before) {
    for (int i = missing.nextSetBit(0); i >= 0; i = missing.nextSetBit(i + 1)) {
      int c = i % columns;
      float last = i < columns ? before[i] : values[i - columns];
      values[i] = scaling.constant()[c] ? scaling.fill()[c] : last;
    }
    return new Segment(series, start, columns, values, missing);
  }
}
