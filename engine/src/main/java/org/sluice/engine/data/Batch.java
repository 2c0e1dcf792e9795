package org.sluice.engine.data;

import java.util.Arrays;

/**
 * What a network reads in one step of training or inference: B rows (windows or lanes) of T time
 * steps, time-major. Allocated once and refilled; one thread at a time.
 */
public final class Batch {
  /**
   * The sizes T, B, I, O, the number of steps with a target, and that of steps behind which the
   * state is handed on: two batches of one shape can share buffers.
   */
  public record Shape(int steps, int rows, int inputs, int outputs, int targetSteps, int advance) {

    /** A batch that hands on the state behind its last step. */
    public Shape(int steps, int rows, int inputs, int outputs, int targetSteps) {
      this(steps, rows, inputs, outputs, targetSteps, steps);
    }
  }

  public final int steps; // T
  public final int rows; // B
  public final int inputs; // I
  public final int outputs; // O

  /** Steps that carry a target, the last ones: 1, T (every one) or any between. */
  public final int targetSteps;

  /** Steps of this batch before the next one of the same rows begins: its state is theirs. */
  public final int advance;

  public final float[] x; // [T, B, I]
  public final float[] target; // [targetSteps, B, O]

  /** Weight of each target in the loss, [targetSteps, B, O]; 0 leaves it out, as in padding. */
  public final float[] weight;

  /**
   * Steps of each row that are real, [B]; later ones are padding, which is neither read nor
   * computed. 0: a row without data.
   */
  public final int[] lengths;

  /**
   * Whether the row's state is zeroed before the step, [T, B]: a new series begins there. Not read
   * in padding.
   */
  public final boolean[] reset;

  public Batch(int steps, int rows, int inputs, int outputs, int targetSteps) {
    this(new Shape(steps, rows, inputs, outputs, targetSteps));
  }

  public Batch(Shape shape) {
    steps = shape.steps;
    rows = shape.rows;
    inputs = shape.inputs;
    outputs = shape.outputs;
    targetSteps = shape.targetSteps;
    advance = shape.advance;
    x = new float[steps * rows * inputs];
    target = new float[targetSteps * rows * outputs];
    weight = new float[target.length];
    lengths = new int[rows];
    reset = new boolean[steps * rows];
    clear();
  }

  public Shape shape() {
    return new Shape(steps, rows, inputs, outputs, targetSteps, advance);
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
