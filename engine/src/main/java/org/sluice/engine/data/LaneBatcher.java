package org.sluice.engine.data;

import java.util.List;
import java.util.Objects;

/** Long streams side by side, T steps of each at a time, until the longest has ended. */
final class LaneBatcher implements Batcher {
  private final LaneReader[] lanes;
  private final RowCopier copier;
  private final Batch.Shape shape;
  private final long longest;

  LaneBatcher(Shard shard, Framing framing, int window) {
    List<Segment> segments = shard.segments();
    lanes =
        shard.lanes().stream()
            .map(lane -> new LaneReader(segments, lane))
            .toArray(LaneReader[]::new);
    copier = new RowCopier(framing);
    shape = new Batch.Shape(window, lanes.length, framing.features(), framing.outputs(), window);
    longest = shard.lanes().stream().mapToLong(Shard.Lane::steps).max().orElse(0);
  }

  @Override
  public long batches() {
    return (longest + shape.steps() - 1) / shape.steps();
  }

  @Override
  public Batch.Shape shape() {
    return shape;
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  @Override
  public double fill(long epoch, long index, Batch batch) {
    Objects.checkIndex(index, batches());
    batch.clear();
    long labelled = 0;
    for (int b = 0; b < lanes.length; b++) {
      labelled += lanes[b].read(index * shape.steps(), copier, batch, b);
    }
    return labelled;
  }
}
