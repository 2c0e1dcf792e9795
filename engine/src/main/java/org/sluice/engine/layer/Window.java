package org.sluice.engine.layer;

import java.util.Optional;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.LiveRows;

/**
 * What layers must know of a window beside its inputs. Past its length a row is padding, which no
 * layer reads, computes or heeds; where reset is set a row's carry is zeroed before the step.
 *
 * @param live the rows that are real, which layers' inputs and outputs consist of
 * @param reset [T, B]
 * @param advance steps behind which the state is handed on, 1 to T
 * @param noise what random masks are drawn from while training; without it there are none
 * @param bound on the way back, on each element of the gradient of cells' pre-activations; infinity
 *     for none
 */
public record Window(
    LiveRows live, boolean[] reset, int advance, Optional<Draws> noise, double bound) {

  /** A window without random masks and bounds that hands on the state behind its last step. */
  public Window(LiveRows live, boolean[] reset) {
    this(live, reset, live.steps(), Optional.empty(), Double.POSITIVE_INFINITY);
  }

  /** Whether it is made of these, the array being the very same. */
  public boolean isOf(boolean[] reset, int advance, double bound) {
    return this.reset == reset && this.advance == advance && this.bound == bound;
  }

  /** Whether a live row's carry is zeroed. */
  boolean resets(int row) {
    return reset[live.place(row)];
  }

  /** The same window with the part of the noise that belongs to {@code coordinate}. */
  public Window at(long coordinate) {
    return noise.isEmpty()
        ? this
        : new Window(live, reset, advance, Optional.of(noise.get().at(coordinate)), bound);
  }
}
