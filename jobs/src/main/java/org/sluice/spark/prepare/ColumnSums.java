package org.sluice.spark.prepare;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Stream;

/**
 * What is known of one column's observed values: count, extremes, exact sums of values and squares.
 * Merging is order-free. One thread at a time.
 */
final class ColumnSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private long observed;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private final ExactSum sum;
  private final ExactSum squares;

  ColumnSums() {
    this.sum = new ExactSum();
    this.squares = new ExactSum();
  }

  /** From what {@link #put} gave. */
  ColumnSums(GroupPart part) {
    this.observed = part.getObserved();
    this.min = part.getMin();
    this.max = part.getMax();
    this.sum = ExactSum.ofLimbs(part.getSum());
    this.squares = ExactSum.ofLimbs(part.getSquares());
  }

  /** One for each of some columns. */
  static ColumnSums[] of(int columns) {
    return Stream.generate(ColumnSums::new).limit(columns).toArray(ColumnSums[]::new);
  }

  void add(float value) {
    observed++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum.add(value);
    squares.add((double) value * value);
  }

  void merge(ColumnSums other) {
    observed += other.observed;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum.merge(other.sum);
    squares.merge(other.squares);
  }

  void put(int column, GroupPart part) {
    part.setColumn(column);
    part.setObserved(observed);
    part.setMin(min);
    part.setMax(max);
    part.setSum(sum.limbs());
    part.setSquares(squares.limbs());
  }

  long observed() {
    return observed;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  double mean() {
    return sum.value().divide(BigDecimal.valueOf(observed), MathContext.DECIMAL128).doubleValue();
  }

  /** Of the population: root of (n Σx² − (Σx)²) / n², rounded only after the exact difference. */
  double std() {
    BigDecimal n = BigDecimal.valueOf(observed);
    BigDecimal total = sum.value();
    BigDecimal scatter = n.multiply(squares.value()).subtract(total.multiply(total));
    return Math.sqrt(scatter.divide(n.multiply(n), MathContext.DECIMAL128).doubleValue());
  }
}
