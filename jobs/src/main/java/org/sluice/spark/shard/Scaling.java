package org.sluice.spark.shard;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.ColumnScaler;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.Fill;
import org.sluice.spark.prepare.TableInfo;

/**
 * Between a table's own units and a network's: {@code (x - center) / divisor} for each column, x
 * being the value or log(1 + value). It owns its arrays and nobody changes them.
 *
 * @param log whether a column's logarithm is taken
 * @param center 0 where values stay as they are
 * @param divisor 1 where values stay as they are
 * @param fill scaled value of what is missing before anything was observed
 * @param constant whether it stands for whatever is missing, else the last value observed does
 * @param places what a name's place among those of the table is among those that the network knows,
 *     [C][], below 0 for a label it does not know; empty where it is the same, and for numbers
 * @param labelled whether the last column holds labels, which no network reads
 */
public record Scaling(
    boolean[] log,
    double[] center,
    double[] divisor,
    float[] fill,
    boolean[] constant,
    float[][] places,
    boolean labelled)
    implements Serializable {
  public Scaling {
    Require.that(
        log.length == center.length
            && center.length == divisor.length
            && center.length == fill.length
            && center.length == constant.length,
        "a scaling needs one log, center, divisor, fill and constant for each column, got %d, %d,"
            + " %d, %d and %d",
        log.length,
        center.length,
        divisor.length,
        fill.length,
        constant.length);
  }

  /** Of numbers alone. */
  public Scaling(
      boolean[] log, double[] center, double[] divisor, float[] fill, boolean[] constant) {
    this(log, center, divisor, fill, constant, new float[log.length][0], false);
  }

  /** As {@code info} says, for tables whose names are told by the kinds of {@code data}. */
  static Scaling of(DataSetInfo info, DataSetInfo data) {
    Scaling scaling = of(info);
    if (info instanceof TableInfo trained && data instanceof TableInfo table) {
      for (int i = 0; i < trained.categories().size(); i++) {
        scaling.places[trained.numbers() + i] =
            trained.categories().get(i).places(table.categories().get(i));
      }
    }
    return scaling;
  }

  /** As {@code info} says, with the statistics of its training span. */
  public static Scaling of(DataSetInfo info) {
    Scaling scaling = ofZeros(info.columns().size());
    for (int c = 0; c < scaling.columns(); c++) {
      if (info instanceof TableInfo table) {
        scaling.put(c, table.scaler(c), table.fill(c));
      } else {
        scaling.put(c, ColumnScaler.NONE, Fill.LAST);
      }
    }
    return scaling;
  }

  /** The same with scalers that stand from {@code at} on in arrays of many; labels have none. */
  Scaling with(double[] center, double[] divisor, float[] fill, int at) {
    Scaling own = with(this.center.clone(), this.divisor.clone(), this.fill.clone());
    System.arraycopy(center, at, own.center, 0, features());
    System.arraycopy(divisor, at, own.divisor, 0, features());
    System.arraycopy(fill, at, own.fill, 0, features());
    return own;
  }

  /**
   * The same with a column of labels behind the others.
   *
   * @param known classes in the order that the network numbers them
   * @param own those of the data set, in the order that it numbers them
   */
  Scaling labelled(List<String> known, List<String> own) {
    int label = columns();
    float[][] all = Arrays.copyOf(places, label + 1);
    all[label] = known.equals(own) ? new float[0] : places(known, own);
    Scaling labelled =
        new Scaling(
            Arrays.copyOf(log, label + 1),
            Arrays.copyOf(center, label + 1),
            Arrays.copyOf(divisor, label + 1),
            Arrays.copyOf(fill, label + 1),
            Arrays.copyOf(constant, label + 1),
            all,
            true);
    labelled.divisor[label] = 1;
    return labelled;
  }

  private static float[] places(List<String> known, List<String> own) {
    float[] places = new float[own.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = known.indexOf(own.get(i));
    }
    return places;
  }

  /** The same with other scalers, which it shares. */
  public Scaling with(double[] center, double[] divisor, float[] fill) {
    return new Scaling(log, center, divisor, fill, constant, places, labelled);
  }

  private static Scaling ofZeros(int columns) {
    return new Scaling(
        new boolean[columns],
        new double[columns],
        new double[columns],
        new float[columns],
        new boolean[columns]);
  }

  private void put(int column, ColumnScaler scaler, Fill missing) {
    log[column] = scaler.log();
    center[column] = scaler.center();
    divisor[column] = scaler.divisor();
    fill[column] = scaler.fill();
    constant[column] = missing == Fill.MEAN;
  }

  /** The columns of a row, its label among them. */
  public int columns() {
    return center.length;
  }

  /** C, the columns without the label. */
  int features() {
    return labelled ? columns() - 1 : columns();
  }

  /**
   * Whether {@code value} can be scaled: a value without a logarithm counts as missing, and so does
   * a label that the network does not know.
   */
  boolean takes(int column, float value) {
    float[] place = places[column];
    return (!log[column] || value > -1) && (place.length == 0 || place[(int) value] >= 0);
  }

  public float scale(int column, float value) {
    if (places[column].length > 0) {
      return places[column][(int) value];
    }
    float x = log[column] ? ColumnScaler.logged(value) : value;
    return (float) ((x - center[column]) / divisor[column]);
  }

  /** Back to the column's own unit. */
  public double unscale(int column, double scaled) {
    double x = scaled * divisor[column] + center[column];
    return log[column] ? StrictMath.expm1(x) : x;
  }
}
