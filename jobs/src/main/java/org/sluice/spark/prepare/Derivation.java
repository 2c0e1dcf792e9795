package org.sluice.spark.prepare;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * Computes derived features of one series, row after row. It reads a row and those before it, so
 * nothing of what comes later reaches a feature; sums run over the rows in their order. Give it the
 * rows of a series in order, from {@link #lookback} rows before the first of interest on. One
 * thread at a time.
 */
public final class Derivation {
  private final Plan plan;
  private final List<DeriveSpec> specs;
  private final int width; // of the derived columns
  private final long[] indices; // [lookback + 1], where index i stands at i mod its length
  private final float[][] rows; // the rows' values

  /**
   * What there is to compute, whatever the series.
   *
   * @param derive as {@code data.derive} names them
   * @param features of the table: derived columns stand behind them
   * @param zone of the clock that hours and days are told by
   */
  public record Plan(
      List<String> derive, List<String> features, String zone, long originMillis, long stepMillis)
      implements Serializable {

    /** Steps before a row that are read. */
    public int lookback() {
      return specs().stream().mapToInt(DeriveSpec::lookback).max().orElse(0);
    }

    private List<DeriveSpec> specs() {
      return derive.stream().map(DeriveSpec::of).toList();
    }
  }

  public Derivation(Plan plan) {
    this.plan = plan;
    specs = plan.specs();
    width = specs.stream().mapToInt(spec -> spec.names().size()).sum();
    indices = new long[plan.lookback() + 1];
    rows = new float[indices.length][];
    reset();
  }

  /** Another series begins. */
  public void reset() {
    Arrays.fill(indices, Long.MIN_VALUE);
  }

  /**
   * A copy of {@code values}, NaN where nothing was observed, with the derived columns behind the
   * features.
   *
   * @param index grid index of the row, above that of the one before
   */
  public float[] extend(long index, float[] values) {
    int slot = slot(index);
    indices[slot] = index;
    rows[slot] = values;
    int features = plan.features().size();
    float[] extended = new float[values.length + width];
    System.arraycopy(values, 0, extended, 0, features);
    int at = features;
    for (DeriveSpec spec : specs) {
      if (spec.kind().isOfTime()) {
        double turn = 2 * Math.PI * phase(spec.kind(), index);
        extended[at++] = (float) StrictMath.sin(turn);
        extended[at++] = (float) StrictMath.cos(turn);
      } else {
        extended[at++] = of(spec, index);
      }
    }
    System.arraycopy(values, features, extended, at, values.length - features);
    return extended;
  }

  private int slot(long index) {
    return (int) Math.floorMod(index, (long) indices.length);
  }

  /** NaN where there is no such row or nothing was observed. */
  private float value(int column, long index) {
    int slot = slot(index);
    return indices[slot] == index ? rows[slot][column] : Float.NaN;
  }

  private float of(DeriveSpec spec, long index) {
    int column = plan.features().indexOf(spec.column());
    return switch (spec.kind()) {
      case LAG -> value(column, index - spec.steps());
      case DIFFERENCE -> value(column, index) - value(column, index - spec.steps());
      case MEAN -> (float) mean(column, index, spec.steps());
      case STD -> (float) std(column, index, spec.steps());
      default -> extreme(column, index, spec);
    };
  }

  private double mean(int column, long index, int steps) {
    double sum = 0;
    int count = 0;
    for (long i = index - steps + 1; i <= index; i++) {
      float value = value(column, i);
      if (!Float.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }

  private double std(int column, long index, int steps) {
    double mean = mean(column, index, steps);
    double squares = 0;
    int count = 0;
    for (long i = index - steps + 1; i <= index; i++) {
      float value = value(column, i);
      if (!Float.isNaN(value)) {
        squares += (value - mean) * (value - mean);
        count++;
      }
    }
    return Math.sqrt(squares / count);
  }

  private float extreme(int column, long index, DeriveSpec spec) {
    float extreme = Float.NaN;
    for (long i = index - spec.steps() + 1; i <= index; i++) {
      float value = value(column, i);
      boolean further = spec.kind() == DeriveSpec.Kind.MAX ? value > extreme : value < extreme;
      extreme = Float.isNaN(extreme) || further ? value : extreme;
    }
    return extreme;
  }

  /** Where in its day, week or year the row stands, in [0, 1). */
  private double phase(DeriveSpec.Kind kind, long index) {
    Instant instant = Instant.ofEpochMilli(plan.originMillis() + index * plan.stepMillis());
    ZonedDateTime time = instant.atZone(ZoneId.of(plan.zone()));
    double day = time.toLocalTime().toNanoOfDay() / 86_400e9;
    return switch (kind) {
      case HOUR -> day;
      case WEEKDAY -> (time.getDayOfWeek().getValue() - 1 + day) / 7;
      default -> (time.getMonthValue() - 1) / 12.0;
    };
  }
}
