package org.sluice.engine.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Require;

/**
 * Whole sequences of unequal lengths, each of a shard's segments one, in their order or shuffled.
 * To shuffle, an epoch sorts every {@value #BUCKET} batches' worth by length, so that rows of a
 * batch end about together, and shuffles the batches of such a bucket. What the batch says of
 * lengths keeps padding out of every computation; that rows end together keeps the products of late
 * steps from being thin.
 */
final class SequenceBatcher implements Batcher {
  /** Batches that share a bucket: lengths within a batch are alike, and its company is random. */
  private static final int BUCKET = 32;

  private final Segment[] segments; // those with a step at least
  private final RowCopier copier;
  private final boolean everyStep;
  private final int behind; // rows behind a sequence's last step
  private final Batch.Shape shape;
  private final Optional<Draws> draws;

  /**
   * @param framing whose window says how long a sequence may be
   * @param everyStep whether every step has a target, of which those past the segment's end are
   *     unlabelled; otherwise the last step that has all of its targets
   * @param draws what shuffles; nothing does where there are none
   */
  SequenceBatcher(
      Shard shard, Framing framing, int rows, boolean everyStep, Optional<Draws> draws) {
    this.everyStep = everyStep;
    this.draws = draws;
    copier = new RowCopier(framing);
    behind = everyStep ? Math.min(1, framing.window().horizon()) : framing.window().horizon();
    segments = shard.segments().stream().filter(s -> length(s) > 0).toArray(Segment[]::new);
    int longest = Arrays.stream(segments).mapToInt(this::length).max().orElse(1);
    Require.that(
        longest <= framing.window().steps(),
        "a sequence must have at most training.window (%d) steps, got %d; cut it, or raise the"
            + " window",
        framing.window().steps(),
        longest);
    int targetSteps = everyStep ? longest : 1;
    shape = new Batch.Shape(longest, rows, framing.features(), framing.outputs(), targetSteps);
  }

  private int length(Segment segment) {
    return segment.rows() - behind;
  }

  @Override
  public long batches() {
    return batchesOf(segments.length);
  }

  private int batchesOf(int sequences) {
    return (sequences + shape.rows() - 1) / shape.rows();
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
    List<Segment> rows = rows(epoch, (int) index);
    double labelled = 0;
    for (int b = 0; b < shape.rows(); b++) {
      if (b < rows.size()) {
        labelled += fillRow(rows.get(b), batch, b);
      } else {
        batch.lengths[b] = 0;
      }
    }
    return labelled;
  }

  /** The sequences of a batch. */
  private List<Segment> rows(long epoch, int index) {
    return draws
        .map(shuffle -> shuffled(shuffle.at(epoch), index))
        .orElseGet(() -> rows(segments, index * shape.rows()));
  }

  private List<Segment> rows(Segment[] sequences, int from) {
    return Arrays.asList(sequences).subList(from, Math.min(from + shape.rows(), sequences.length));
  }

  private List<Segment> shuffled(Draws epoch, int index) {
    int bucket = index / BUCKET;
    int size = BUCKET * shape.rows();
    int first = bucket * size;
    Segment[] own = new Segment[Math.min(size, segments.length - first)];
    Permutation sequences = new Permutation(segments.length, epoch.at(0));
    Arrays.setAll(own, k -> segments[(int) sequences.at(first + k)]);
    Arrays.sort(own, Comparator.comparingInt(Segment::rows)); // stable
    Permutation batches = new Permutation(batchesOf(own.length), epoch.at(1).at(bucket));
    return rows(own, (int) batches.at(index - (long) bucket * BUCKET) * shape.rows());
  }

  private int fillRow(Segment segment, Batch batch, int b) {
    int length = length(segment);
    batch.lengths[b] = length;
    copier.inputs(segment, 0, length, batch, 0, b);
    if (!everyStep) {
      return copier.targets(segment, length - 1, batch, 0, b);
    }
    int labelled = 0;
    for (int t = 0; t < length; t++) {
      labelled += copier.targets(segment, t, batch, t, b);
    }
    return labelled;
  }
}
