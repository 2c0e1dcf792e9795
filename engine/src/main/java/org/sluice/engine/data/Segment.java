package org.sluice.engine.data;

import java.io.Serializable;
import java.util.BitSet;

/**
 * A stretch of one series on its time grid, scaled, kept once in flat arrays; windows are offsets
 * into it. It owns its arrays and nobody changes them after construction: share it freely between
 * threads.
 */
public final class Segment implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int series;
  private final long start;
  private final int rows;
  private final int columns;
  private final float[] values; // [rows, columns]
  private final BitSet missing; // [rows, columns]

  /**
   * @param series ordinal of the series in its data set
   * @param start grid index of the first row
   * @param values {@code [rows, columns]} row-major, scaled, missing ones already filled
   * @param missing bit {@code row * columns + column} is set where nothing was observed
   */
  public Segment(int series, long start, int columns, float[] values, BitSet missing) {
    this(series, start, values.length / columns, columns, values, missing);
  }

  private Segment(int series, long start, int rows, int columns, float[] values, BitSet missing) {
    this.series = series;
    this.start = start;
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    this.missing = missing;
  }

  /**
   * A segment whose rows are not at hand. It has its place among a shard's others, so that windows
   * and lanes keep their numbers; reading it fails.
   */
  public static Segment outline(int series, long start, int rows, int columns) {
    return new Segment(series, start, rows, columns, new float[0], new BitSet());
  }

  /** Whether its rows are not at hand. */
  public boolean isOutline() {
    return values.length == 0 && rows > 0;
  }

  public int series() {
    return series;
  }

  public long start() {
    return start;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** The array itself, {@code [rows, columns]} row-major: read only. */
  public float[] values() {
    return values;
  }

  /** The set itself: read only. */
  public BitSet missing() {
    return missing;
  }

  public float value(int row, int column) {
    return values[row * columns + column];
  }

  public boolean observed(int row, int column) {
    return !missing.get(row * columns + column);
  }
}
