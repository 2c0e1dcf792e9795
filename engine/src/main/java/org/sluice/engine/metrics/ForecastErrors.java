package org.sluice.engine.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.sluice.engine.base.Require;

/**
 * Errors of forecasts, kept apart by horizon and target. The empty one changes nothing when merged;
 * merging gives what adding everything to one would, up to rounding, so merge in a fixed order
 * where the last bit matters. One thread at a time.
 */
public final class ForecastErrors implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int horizons;
  private final int targets;
  private final long[] counts; // [horizons, targets]
  private final double[] squared; // [horizons, targets]
  private final double[] absolute; // [horizons, targets]

  /** An empty one for forecasts of 1 .. {@code horizons} steps ahead. */
  public ForecastErrors(int horizons, int targets) {
    this.horizons = Require.atLeast("horizons", horizons, 1);
    this.targets = Require.atLeast("targets", targets, 1);
    int cells = Math.multiplyExact(horizons, targets);
    counts = new long[cells];
    squared = new double[cells];
    absolute = new double[cells];
  }

  public int horizons() {
    return horizons;
  }

  public int targets() {
    return targets;
  }

  /**
   * Adds one forecast, in the unit the errors are to have.
   *
   * @param horizon from 0: that many steps and one ahead
   */
  public void add(int horizon, int target, double forecast, double actual) {
    int cell = cell(horizon, target);
    double error = forecast - actual;
    counts[cell]++;
    squared[cell] += error * error;
    absolute[cell] += Math.abs(error);
  }

  /** Adds sums that were made elsewhere, for a serializer. */
  public void add(int horizon, int target, ErrorSums sums) {
    int cell = cell(horizon, target);
    counts[cell] += sums.count();
    squared[cell] += sums.squared();
    absolute[cell] += sums.absolute();
  }

  /** Adds all that {@code other} holds, which stays as it is; returns this one. */
  public ForecastErrors merge(ForecastErrors other) {
    Require.that(
        horizons == other.horizons && targets == other.targets,
        "errors to merge must be of %d horizons and %d targets, got %d and %d",
        horizons,
        targets,
        other.horizons,
        other.targets);
    for (int cell = 0; cell < counts.length; cell++) {
      counts[cell] += other.counts[cell];
      squared[cell] += other.squared[cell];
      absolute[cell] += other.absolute[cell];
    }
    return this;
  }

  /** One target at one horizon. */
  public ErrorSums at(int horizon, int target) {
    return sums(cell(horizon, target));
  }

  /** One target at all horizons together. */
  public ErrorSums target(int target) {
    ErrorSums sums = ErrorSums.NONE;
    for (int h = 0; h < horizons; h++) {
      sums = sums.plus(at(h, target));
    }
    return sums;
  }

  /** All targets at one horizon together: sensible where they share a unit or are scaled. */
  public ErrorSums horizon(int horizon) {
    ErrorSums sums = ErrorSums.NONE;
    for (int y = 0; y < targets; y++) {
      sums = sums.plus(at(horizon, y));
    }
    return sums;
  }

  /** Everything together: sensible where the targets share a unit or are scaled. */
  public ErrorSums all() {
    ErrorSums sums = ErrorSums.NONE;
    for (int h = 0; h < horizons; h++) {
      sums = sums.plus(horizon(h));
    }
    return sums;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForecastErrors errors
        && horizons == errors.horizons
        && Arrays.equals(counts, errors.counts)
        && Arrays.equals(squared, errors.squared)
        && Arrays.equals(absolute, errors.absolute);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        horizons, Arrays.hashCode(counts), Arrays.hashCode(squared), Arrays.hashCode(absolute));
  }

  private ErrorSums sums(int cell) {
    return new ErrorSums(counts[cell], squared[cell], absolute[cell]);
  }

  private int cell(int horizon, int target) {
    return Objects.checkIndex(horizon, horizons) * targets + Objects.checkIndex(target, targets);
  }
}
