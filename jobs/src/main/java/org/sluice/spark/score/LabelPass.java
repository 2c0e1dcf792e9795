package org.sluice.spark.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.LaneSpec;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.Cut;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;
import org.sluice.spark.shard.ShardPlan;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;

/**
 * Goes through shards with a network that tells labels, and tells what it says of each row, or of
 * the last one where a series has one label. Series are read as in training:
 *
 * <ul>
 *   <li>windowed: each row by the window that ends with it, which may begin before the span. Where
 *       a series has no more rows before, its first stands in for them
 *   <li>stateful: each series as one stream from the zero state, many side by side; with a delay d
 *       what the network says d steps behind a row is of that row, and behind the series' end its
 *       last row comes d times more
 *   <li>sequences: each from the zero state
 * </ul>
 */
record LabelPass(NetworkSpec network, float[] theta, Framing framing, SamplingSpec sampling) {
  /** Floats of a batch's outputs at most, where a row of it leaves the choice. */
  private static final int MOST_OUTPUTS = 1 << 22;

  /** Hears of rows. */
  interface Sink {
    /**
     * @param segment its place in the shard
     * @param row of the segment
     * @param logits that hold C from {@code at} on: read only, overwritten soon
     */
    void row(int segment, int row, float[] logits, int at);
  }

  /**
   * Which rows of a span make the segments of shards.
   *
   * @param reading of the model
   * @throws org.sluice.engine.base.SluiceException if the span has no row
   */
  static ShardPlan plan(PreparedDataSet data, Span span, Preprocessing reading, int shards) {
    int window = reading.window();
    boolean everyStep = reading.labels().everyStep();
    if (reading.labels().kind() == Sampling.STATEFUL) {
      return Shards.sequencePlan(data, span, Integer.MAX_VALUE, false, shards);
    }
    return reading.labels().kind() == Sampling.WINDOWED && everyStep
        ? Shards.rowPlan(data, span, window - 1, shards)
        : Shards.sequencePlan(data, span, window, everyStep, shards);
  }

  /**
   * Goes through a shard in the order of its segments' rows.
   *
   * @param cuts of the shard
   */
  void each(Shard shard, List<Cut> cuts, Sink sink) {
    Sink told = sampling.everyStep() ? sink : lastRows(shard, sink);
    switch (sampling.kind()) {
      case WINDOWED -> windows(shard, cuts, told);
      case STATEFUL -> streams(shard, told);
      case SEQUENCES -> sequences(shard, told);
    }
  }

  private static Sink lastRows(Shard shard, Sink sink) {
    return (segment, row, logits, at) -> {
      if (row == shard.segments().get(segment).rows() - 1) {
        sink.row(segment, row, logits, at);
      }
    };
  }

  private int window() {
    return framing.window().steps();
  }

  /** Windows of whole length: what a segment lacks before its first is made up. */
  private void windows(Shard shard, List<Cut> cuts, Sink sink) {
    List<Segment> padded = new ArrayList<>();
    List<Cut> wholes = new ArrayList<>();
    int[] pads = new int[cuts.size()];
    for (int s = 0; s < pads.length; s++) {
      Cut cut = cuts.get(s);
      pads[s] = cut.count() + window() - 1 - cut.rows();
      padded.add(Segments.padded(shard.segments().get(s), pads[s]));
      wholes.add(whole(cut, pads[s]));
    }
    new ShardWindows(network, theta, framing)
        .each(new Shard(shard.index(), padded, List.of()), wholes, new Windows(pads, sink));
  }

  private static Cut whole(Cut cut, int pad) {
    long start = cut.start() - pad;
    return new Cut(cut.shard(), cut.series(), start, cut.rows() + pad, 0, cut.count());
  }

  /** Says which rows windows end with. */
  private static final class Windows implements ShardWindows.Sink {
    private final int[] pads;
    private final Sink sink;
    private int segment = -1;

    Windows(int[] pads, Sink sink) {
      this.pads = pads;
      this.sink = sink;
    }

    @Override
    public void segment(Cut cut) {
      segment++;
    }

    @Override
    public void window(Segment padded, int end, Pass pass, int b) {
      sink.row(segment, end - pads[segment], pass.outputs(), b * pass.width());
    }
  }

  private void streams(Shard shard, Sink sink) {
    int side = rows(window());
    for (int first = 0; first < shard.segments().size(); first += side) {
      int end = Math.min(first + side, shard.segments().size());
      streams(shard, first, end, sink);
    }
  }

  /** The segments [{@code first}, {@code end}) side by side. */
  private void streams(Shard shard, int first, int end, Sink sink) {
    List<Segment> segments = shard.segments().subList(first, end);
    List<Shard.Lane> lanes =
        IntStream.range(0, segments.size()).mapToObj(s -> lane(segments.get(s), s)).toList();
    int longest = (int) lanes.stream().mapToLong(Shard.Lane::steps).max().orElse(1);
    int steps = Math.min(window(), longest);
    Batcher batcher =
        Batchers.lanes(
            new Shard(shard.index(), segments, lanes),
            framing,
            new LaneSpec(steps, steps, sampling.delay()));
    Pass pass = new Pass(network, theta, batcher.shape());
    for (long index = 0; index < batcher.batches(); index++) {
      pass.run(batcher, index);
      for (int b = 0; b < lanes.size(); b++) {
        steps(pass, b, first + b, index * steps - sampling.delay(), sink);
      }
    }
  }

  /** A segment and, as often as labels are delayed, its last row. */
  private Shard.Lane lane(Segment segment, int place) {
    List<Shard.Stretch> stretches = new ArrayList<>();
    stretches.add(new Shard.Stretch(place, 0, segment.rows()));
    Shard.Stretch last = new Shard.Stretch(place, segment.rows() - 1, 1);
    stretches.addAll(Collections.nCopies(sampling.delay(), last));
    return new Shard.Lane(stretches);
  }

  private void sequences(Shard shard, Sink sink) {
    int longest = shard.segments().stream().mapToInt(Segment::rows).max().orElse(1);
    int side = rows(longest);
    Batcher batcher = Batchers.sequencesInOrder(shard, framing, side, sampling.everyStep());
    Pass pass = new Pass(network, theta, batcher.shape());
    for (long index = 0; index < batcher.batches(); index++) {
      pass.run(batcher, index);
      int first = (int) index * side;
      int end = Math.min(first + side, shard.segments().size());
      for (int s = first; s < end; s++) {
        if (sampling.everyStep()) {
          steps(pass, s - first, s, 0, sink);
        } else {
          int row = shard.segments().get(s).rows() - 1;
          sink.row(s, row, pass.outputs(), (s - first) * pass.width());
        }
      }
    }
  }

  /**
   * Tells of the steps of lane {@code b}.
   *
   * @param from the row that the first of them is of; it may be before the segment's first
   */
  private static void steps(Pass pass, int b, int segment, long from, Sink sink) {
    int lanes = pass.batch().rows;
    int classes = pass.width();
    int length = pass.batch().lengths[b];
    for (int t = (int) Math.max(0, Math.min(-from, length)); t < length; t++) {
      sink.row(segment, (int) (from + t), pass.outputs(), (t * lanes + b) * classes);
    }
  }

  /** Lanes of a batch of {@code steps}: fewer where they are long, to bound memory. */
  private int rows(int steps) {
    long outputs = (long) steps * network.outputs();
    return (int) Math.max(1, Math.min(Pass.rows(steps), MOST_OUTPUTS / outputs));
  }
}
