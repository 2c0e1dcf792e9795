package org.sluice.engine.data;

import java.util.List;
import java.util.Objects;

/** A shard's lanes side by side, window after window, until the longest has ended. */
final class LaneBatcher implements Batcher {
  private final LaneReader[] lanes;
  private final Batch.Shape shape;
  private final long batches;

  LaneBatcher(Shard shard, Framing framing, LaneSpec spec) {
    List<Segment> segments = shard.segments();
    RowCopier copier = new RowCopier(framing);
    lanes =
        shard.lanes().stream()
            .map(lane -> new LaneReader(segments, lane, copier, spec.delay()))
            .toArray(LaneReader[]::new);
    shape =
        new Batch.Shape(
            spec.steps(),
            lanes.length,
            framing.features(),
            framing.outputs(),
            spec.advance(),
            spec.advance());
    batches = spec.windows(shard.lanes().stream().mapToLong(Shard.Lane::steps).max().orElse(0));
  }

  @Override
  public long batches() {
    return batches;
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
      labelled += lanes[b].read((index + 1) * shape.advance() - shape.steps(), batch, b);
    }
    return labelled;
  }
}
