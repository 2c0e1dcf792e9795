package org.sluice.spark.prepare;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes derived features of one series, for each step of its grid whether the table has a row
 * there or not. It reads a row and those before it, so nothing of what comes later reaches a
 * feature but what is known ahead; sums run over the rows in their order. One thread at a time.
 */
public final class Derivation {
  private final Plan plan;
  private final List<DeriveSpec> specs;
  private final ZoneId zone;
  private final Set<LocalDate> holidays;
  private final int width; // of a row
  private final int[] remaining; // of the columns behind: at most so many steps; 0: the table's
  private long from;
  private long last;
  private float[][] rows = {}; // their values, the one at from first; null where there is no row

  /**
   * What there is to compute, whatever the series.
   *
   * @param derive as {@code data.derive} names them
   * @param features of the table: derived columns stand behind them
   * @param behind columns behind those derived: the table's, or {@code remaining.n}
   * @param holidays days on that clock, in ISO 8601
   * @param zone of the clock that hours and days are told by
   */
  public record Plan(
      List<String> derive,
      List<String> features,
      List<String> behind,
      List<String> holidays,
      String zone,
      long originMillis,
      long stepMillis)
      implements Serializable {

    /** Steps before a row that are read. */
    public int lookback() {
      return specs().stream().mapToInt(DeriveSpec::lookback).max().orElse(0);
    }

    /** Steps behind a row that are read. */
    public int lookahead() {
      return specs().stream().mapToInt(DeriveSpec::lookahead).max().orElse(0);
    }

    private List<DeriveSpec> specs() {
      return derive.stream().map(DeriveSpec::of).toList();
    }
  }

  public Derivation(Plan plan) {
    this.plan = plan;
    specs = plan.specs();
    zone = ZoneId.of(plan.zone());
    holidays = plan.holidays().stream().map(LocalDate::parse).collect(Collectors.toSet());
    remaining =
        plan.behind().stream()
            .mapToInt(name -> DeriveSpec.isRemaining(name) ? DeriveSpec.remaining(name) : 0)
            .toArray();
    int derived = specs.stream().mapToInt(spec -> spec.names().size()).sum();
    width = plan.features().size() + derived + remaining.length;
  }

  /**
   * Begins with other rows.
   *
   * @param from grid index of the first of them: {@link Plan#lookback} before what will be asked
   *     for, or where the series begins
   * @param to grid index behind the last: {@link Plan#lookahead} behind that, or where it ends
   * @param last grid index of the series' last row
   */
  public void begin(long from, long to, long last) {
    this.from = from;
    this.last = last;
    rows = new float[Math.toIntExact(to - from)][];
  }

  /**
   * Shares a row of the table.
   *
   * @param values of the features and of columns behind; NaN where nothing was observed
   */
  public void put(long index, float[] values) {
    rows[Math.toIntExact(index - from)] = values;
  }

  /**
   * A row of features, what is derived of them and the columns behind; NaN where there is no value.
   */
  public float[] row(long index) {
    float[] extended = new float[width];
    int at = 0;
    while (at < plan.features().size()) {
      extended[at] = value(at, index);
      at++;
    }
    for (DeriveSpec spec : specs) {
      if (spec.kind().isOfTime()) {
        double turn = 2 * Math.PI * phase(spec.kind(), index);
        extended[at++] = (float) StrictMath.sin(turn);
        extended[at++] = (float) StrictMath.cos(turn);
      } else {
        extended[at++] = of(spec, index);
      }
    }
    int column = plan.features().size();
    for (int most : remaining) {
      extended[at++] = most > 0 ? Math.min(most, last - index) : value(column++, index);
    }
    return extended;
  }

  /**
   * NaN where there is no such row or nothing was observed.
   *
   * @param column of the table; below 0: whether the day is a holiday, whatever the rows
   */
  private float value(int column, long index) {
    if (column < 0) {
      return holidays.contains(time(index).toLocalDate()) ? 1 : 0;
    }
    boolean held = index >= from && index < from + rows.length;
    float[] row = held ? rows[(int) (index - from)] : null;
    return row == null || column >= row.length ? Float.NaN : row[column];
  }

  private float of(DeriveSpec spec, long index) {
    int column = plan.features().indexOf(spec.column());
    return switch (spec.kind()) {
      case HOLIDAY -> value(column, index);
      case LAG -> value(column, index - spec.steps());
      case LEAD -> value(column, index + spec.steps());
      case DIFFERENCE -> value(column, index) - value(column, index - spec.steps());
      case MEAN -> (float) mean(column, index, spec.steps());
      case STD -> (float) std(column, index, spec.steps());
      case SINCE -> since(column, index, spec.steps());
      case OBSERVED -> Float.isNaN(value(column, index)) ? 0 : 1;
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

  /** As if the column had been observed right before the first row. */
  private int since(int column, long index, int most) {
    int steps = 0;
    while (steps < most && index - steps >= from && Float.isNaN(value(column, index - steps))) {
      steps++;
    }
    return steps;
  }

  /** Where in its day, week or year the row stands, in [0, 1). */
  private double phase(DeriveSpec.Kind kind, long index) {
    ZonedDateTime time = time(index);
    double day = time.toLocalTime().toNanoOfDay() / 86_400e9;
    return switch (kind) {
      case HOUR -> day;
      case WEEKDAY -> (time.getDayOfWeek().getValue() - 1 + day) / 7;
      default -> (time.getMonthValue() - 1) / 12.0;
    };
  }

  private ZonedDateTime time(long index) {
    return Instant.ofEpochMilli(plan.originMillis() + index * plan.stepMillis()).atZone(zone);
  }
}
