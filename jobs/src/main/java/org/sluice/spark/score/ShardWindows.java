package org.sluice.spark.score;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.shard.Cut;

/** Goes through a shard's windows in their order, with what a network makes of them. */
record ShardWindows(NetworkSpec network, float[] theta, Framing framing) {

  /** Hears of segments and of their windows. */
  interface Sink {
    /** A segment begins. */
    void segment(Cut cut);

    /**
     * @param segment with its lead
     * @param end row of the window's last step
     * @param pass that holds the window and the network's outputs
     * @param b row of the pass's batch
     */
    void window(Segment segment, int end, Pass pass, int b);
  }

  /**
   * @param cuts of the shard
   */
  void each(Shard shard, List<Cut> cuts, Sink sink) {
    Batcher batcher = Batchers.inOrder(withoutLeads(shard, cuts), framing, rows());
    Pass pass = new Pass(network, theta, batcher.shape());
    int segment = 0;
    int window = 0;
    for (long index = 0; index < batcher.batches(); index++) {
      pass.run(batcher, index);
      for (int b = 0; b < rows() && segment < cuts.size(); b++) {
        Cut cut = cuts.get(segment);
        if (window == 0) {
          sink.segment(cut);
        }
        int end = cut.lead() + window + framing.window().steps() - 1;
        sink.window(shard.segments().get(segment), end, pass, b);
        if (++window == cut.count()) {
          segment++;
          window = 0;
        }
      }
    }
  }

  private int rows() {
    return Pass.rows(framing.window().steps());
  }

  private static Shard withoutLeads(Shard shard, List<Cut> cuts) {
    List<Segment> tails = new ArrayList<>();
    for (int s = 0; s < cuts.size(); s++) {
      tails.add(Segments.tail(shard.segments().get(s), cuts.get(s).lead()));
    }
    return new Shard(shard.index(), tails, List.of());
  }
}
