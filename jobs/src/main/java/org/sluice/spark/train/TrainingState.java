package org.sluice.spark.train;

import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.base.Require;
import org.sluice.engine.io.Checkpoint;

/**
 * A training's state by name, on its way into a checkpoint or back. Whatever has a part of the
 * state puts it in under names of its own and takes it out again; arrays are shared, not copied.
 */
final class TrainingState {
  private static final int PARTS = 3; // 24 bits each, of a double's 53

  private final Map<String, float[]> arrays;
  private final Map<String, double[]> numbers;

  private TrainingState(Map<String, float[]> arrays, Map<String, double[]> numbers) {
    this.arrays = arrays;
    this.numbers = numbers;
  }

  static TrainingState empty() {
    return new TrainingState(new TreeMap<>(), new TreeMap<>());
  }

  static TrainingState of(Checkpoint checkpoint) {
    return new TrainingState(checkpoint.arrays(), checkpoint.numbers());
  }

  Map<String, float[]> arrays() {
    return arrays;
  }

  Map<String, double[]> numbers() {
    return numbers;
  }

  void put(String name, float[] array) {
    arrays.put(name, array);
  }

  void put(String name, double... values) {
    numbers.put(name, values);
  }

  /** Sums of floats in double, each as three floats that add up to it: files hold no doubles. */
  void putSums(String name, double[] sums) {
    float[][] parts = new float[PARTS][sums.length];
    for (int i = 0; i < sums.length; i++) {
      double rest = sums[i];
      for (float[] part : parts) {
        part[i] = (float) rest;
        rest -= part[i];
      }
    }
    for (int p = 0; p < PARTS; p++) {
      arrays.put(name + "." + p, parts[p]);
    }
  }

  /** What {@link #putSums} put in, to the bit: smaller parts are added first, without rounding. */
  double[] sums(String name) {
    double[] sums = new double[array(name + ".0").length];
    for (int p = PARTS - 1; p >= 0; p--) {
      float[] part = array(name + "." + p);
      Require.that(
          part.length == sums.length,
          "a checkpoint's parts of %s must have %d numbers each, found %d",
          name,
          sums.length,
          part.length);
      for (int i = 0; i < sums.length; i++) {
        sums[i] = sums[i] == 0 ? part[i] : sums[i] + part[i]; // the sign of -0 stays
      }
    }
    return sums;
  }

  float[] array(String name) {
    return found(name, arrays.get(name));
  }

  double[] numbers(String name) {
    return found(name, numbers.get(name));
  }

  /** One number, which may be a count up to 2^53. */
  double number(String name) {
    double[] values = numbers(name);
    Require.that(
        values.length == 1, "a checkpoint must hold one %s, found %d", name, values.length);
    return values[0];
  }

  private static <T> T found(String name, T value) {
    Require.that(
        value != null,
        "the checkpoint holds no %s, which this build needs to go on; start anew with --overwrite",
        name);
    return value;
  }
}
