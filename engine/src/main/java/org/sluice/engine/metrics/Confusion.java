package org.sluice.engine.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.sluice.engine.base.Require;

/**
 * How often each of C classes was taken for each, and what the true ones cost. Kept sparse: of many
 * classes few pairs are met. The empty one changes nothing when merged; merging gives what adding
 * everything to one would, nats up to rounding, so merge in a fixed order where the last bit
 * matters. Figures are not a number where there is nothing to divide by. One thread at a time.
 */
public final class Confusion implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A true class and one that was said in its stead, or it itself. */
  public record Pair(int actual, int predicted) implements Comparable<Pair>, Serializable {
    @Override
    public int compareTo(Pair other) {
      int byActual = Integer.compare(actual, other.actual);
      return byActual != 0 ? byActual : Integer.compare(predicted, other.predicted);
    }
  }

  private final int classes;
  private final TreeMap<Pair, Long> counts = new TreeMap<>();
  private final long[] actual; // [C]
  private final long[] predicted; // [C]
  private double nats;

  /** An empty one of {@code classes} classes. */
  public Confusion(int classes) {
    this.classes = Require.atLeast("classes", classes, 1);
    actual = new long[classes];
    predicted = new long[classes];
  }

  /** C. */
  public int classes() {
    return classes;
  }

  /**
   * Adds one label.
   *
   * @param actual its class, from 0
   * @param predicted the class that was said
   * @param nats negative log probability of the true class
   */
  public void add(int actual, int predicted, double nats) {
    add(actual, predicted, 1, nats);
  }

  /** Adds {@code count} labels of one class that were taken for one, of {@code nats} together. */
  public void add(int actual, int predicted, long count, double nats) {
    this.actual[actual] += count;
    this.predicted[predicted] += count;
    this.nats += nats;
    counts.merge(new Pair(actual, predicted), count, Long::sum);
  }

  /** Adds all that {@code other} holds, which stays as it is; returns this one. */
  public Confusion merge(Confusion other) {
    Require.that(
        classes == other.classes,
        "confusions to merge must be of %d classes, got %d",
        classes,
        other.classes);
    other.each((pair, count) -> add(pair.actual, pair.predicted, count, 0));
    nats += other.nats;
    return this;
  }

  /** How many different pairs were met. */
  public int pairs() {
    return counts.size();
  }

  /** Tells the pairs that were met and how often, in their order. */
  public void each(ObjLongConsumer<Pair> told) {
    counts.forEach(told::accept);
  }

  /** The same labels, had each been taken for {@code always}; of no cost. */
  public Confusion saying(int always) {
    Confusion said = new Confusion(classes);
    for (int c = 0; c < classes; c++) {
      if (actual[c] > 0) {
        said.add(c, always, actual[c], 0);
      }
    }
    return said;
  }

  /** Labels of all classes. */
  public long count() {
    return Arrays.stream(actual).sum();
  }

  /** Labels of one class. */
  public long count(int of) {
    return actual[of];
  }

  /** Labels of class {@code actual} that were taken for {@code predicted}. */
  public long count(int actual, int predicted) {
    return counts.getOrDefault(new Pair(actual, predicted), 0L);
  }

  /**
   * What class {@code of} was most often taken for wrongly, the first of equals; -1 where it never
   * was.
   */
  public int mistaken(int of) {
    SortedMap<Pair, Long> row = counts.subMap(new Pair(of, 0), new Pair(of + 1, 0));
    int most = -1;
    long times = 0;
    for (Map.Entry<Pair, Long> entry : row.entrySet()) {
      if (entry.getKey().predicted != of && entry.getValue() > times) {
        most = entry.getKey().predicted;
        times = entry.getValue();
      }
    }
    return most;
  }

  /** Share of the labels that were told rightly. */
  public double accuracy() {
    long right = 0;
    for (int c = 0; c < classes; c++) {
      right += count(c, c);
    }
    return (double) right / count();
  }

  /** Of what was taken for class {@code of}, the share that is. */
  public double precision(int of) {
    return (double) count(of, of) / predicted[of];
  }

  /** Of the labels of class {@code of}, the share that was found. */
  public double recall(int of) {
    return (double) count(of, of) / actual[of];
  }

  /** Harmonic mean of precision and recall: 0 where the class is met and never rightly. */
  public double f1(int of) {
    return 2.0 * count(of, of) / (actual[of] + predicted[of]);
  }

  /** Mean of {@link #f1} over the classes that have a label. */
  public double macroF1() {
    double sum = 0;
    int met = 0;
    for (int c = 0; c < classes; c++) {
      if (actual[c] > 0) {
        sum += f1(c);
        met++;
      }
    }
    return sum / met;
  }

  /** Sum of the negative log probabilities of the true classes. */
  public double nats() {
    return nats;
  }

  /** {@link #nats} of a label. */
  public double meanNats() {
    return nats / count();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Confusion confusion
        && classes == confusion.classes
        && nats == confusion.nats
        && counts.equals(confusion.counts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classes, nats, counts);
  }
}
