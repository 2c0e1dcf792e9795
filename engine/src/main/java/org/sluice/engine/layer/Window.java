package org.sluice.engine.layer;

import java.util.Optional;
import org.sluice.engine.base.Draws;

/**
 * What layers must know of a window beside its inputs. Past its length a row keeps its carry,
 * whatever stands in its inputs; where reset is set its carry is zeroed before the step.
 *
 * @param lengths real steps of each row, [B]
 * @param reset [T, B]
 * @param advance steps behind which the state is handed on, 1 to T
 * @param noise what random masks are drawn from while training; without it there are none
 * @param bound on the way back, on each element of the gradient of cells' pre-activations; infinity
 *     for none
 */
public record Window(
    int[] lengths, boolean[] reset, int advance, Optional<Draws> noise, double bound) {

  /** A window without random masks and bounds that hands on the state behind its last step. */
  public Window(int[] lengths, boolean[] reset) {
    this(lengths, reset, reset.length / lengths.length, Optional.empty(), Double.POSITIVE_INFINITY);
  }

  boolean padded(int t, int row) {
    return t >= lengths[row];
  }

  boolean resets(int t, int row) {
    return reset[t * lengths.length + row];
  }

  /** The same window with the part of the noise that belongs to {@code coordinate}. */
  public Window at(long coordinate) {
    return noise.isEmpty()
        ? this
        : new Window(lengths, reset, advance, Optional.of(noise.get().at(coordinate)), bound);
  }
}
