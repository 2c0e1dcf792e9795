package org.sluice.engine.data;

import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/** Independent windows, B at a time; the last batch of an epoch may hold fewer. */
final class WindowedBatcher implements Batcher {
  private final Windows windows;
  private final RowCopier copier;
  private final boolean centered;
  private final Batch.Shape shape;
  private final LongFunction<LongUnaryOperator> orders;
  private volatile Epoch last; // batches are mostly asked for epoch by epoch

  private record Epoch(long epoch, LongUnaryOperator order) {}

  /**
   * @param orders for an epoch, which window stands at which place
   */
  WindowedBatcher(
      Windows windows, Framing framing, int lanes, LongFunction<LongUnaryOperator> orders) {
    this.windows = windows;
    this.orders = orders;
    copier = new RowCopier(framing);
    centered = framing.centered();
    shape =
        new Batch.Shape(framing.window().steps(), lanes, framing.features(), framing.outputs(), 1);
  }

  @Override
  public long batches() {
    return (windows.count() + shape.rows() - 1) / shape.rows();
  }

  @Override
  public Batch.Shape shape() {
    return shape;
  }

  @Override
  public boolean carriesState() {
    return false;
  }

  @Override
  public double fill(long epoch, long index, Batch batch) {
    Objects.checkIndex(index, batches());
    batch.clear();
    LongUnaryOperator order = order(epoch);
    long first = index * shape.rows();
    long labelled = 0;
    for (int b = 0; b < shape.rows(); b++) {
      if (first + b < windows.count()) {
        labelled += fillRow(order.applyAsLong(first + b), batch, b);
      } else {
        batch.lengths[b] = 0;
      }
    }
    return labelled;
  }

  private LongUnaryOperator order(long epoch) {
    Epoch known = last;
    if (known == null || known.epoch != epoch) {
      known = new Epoch(epoch, orders.apply(epoch));
      last = known;
    }
    return known.order;
  }

  private int fillRow(long window, Batch batch, int b) {
    int place = windows.place(window);
    Segment segment = windows.segment(place);
    int row = windows.row(place, window);
    int last = row + shape.steps() - 1;
    copier.inputs(segment, row, shape.steps(), batch, 0, b);
    copier.drawLines(segment, row, batch, b);
    int labelled = copier.targets(segment, last, batch, 0, b);
    if (centered) {
      copier.centerInputs(segment, last, batch, b);
      copier.centerTargets(segment, last, batch, b);
    }
    return labelled;
  }
}
