package org.sluice.engine.data;

import java.util.Arrays;

/**
 * What a network reads in one step of training or inference: B rows (windows or lanes) of T time
 * steps, time-major. Allocated once and refilled; one thread at a time.
 */
public final class Batch {
  /**
   * The sizes T, B, I, O and the number of steps with a target: two batches of one shape can share
   * buffers.
   */
  public record Shape(int steps, int rows, int inputs, int outputs, int targetSteps) {}

  public final int steps; // T
  public final int rows; // B
  public final int inputs; // I
  public final int outputs; // O

  /** Steps that carry a target: 1 (the last one) or T (every one). */
  public final int targetSteps;

  public final float[] x; // [T, B, I]
  public final float[] target; // [targetSteps, B, O]

  /** Weight of each target in the loss, [targetSteps, B, O]; 0 leaves it out. */
  public final float[] weight;

  /** Steps of each row that are real, [B]; later ones are padding. 0: a row without data. */
  public final int[] lengths;

  /** Whether the row's state is zeroed before the step, [T, B]: a new series begins there. */
  public final boolean[] reset;

  public Batch(int steps, int rows, int inputs, int outputs, int targetSteps) {
    this.steps = steps;
    this.rows = rows;
    this.inputs = inputs;
    this.outputs = outputs;
    this.targetSteps = targetSteps;
    x = new float[steps * rows * inputs];
    target = new float[targetSteps * rows * outputs];
    weight = new float[target.length];
    lengths = new int[rows];
    reset = new boolean[steps * rows];
    clear();
  }

  public Batch(Shape shape) {
    this(shape.steps, shape.rows, shape.inputs, shape.outputs, shape.targetSteps);
  }

  public Shape shape() {
    return new Shape(steps, rows, inputs, outputs, targetSteps);
  }

  /** All zero, nothing labelled, every row of full length, no resets. */
  public void clear() {
    Arrays.fill(x, 0);
    Arrays.fill(target, 0);
    Arrays.fill(weight, 0);
    Arrays.fill(lengths, steps);
    Arrays.fill(reset, false);
  }
}
