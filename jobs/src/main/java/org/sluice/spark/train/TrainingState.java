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
