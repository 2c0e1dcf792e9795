package org.sluice.spark.score;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Shard;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Workspace;
import org.sluice.engine.train.Score;

/**
 * What a network makes of the lanes of a shard: the sum of the tokens' negative log probabilities,
 * and how many they are. Each lane begins in the zero state.
 */
record TokenLoss(NetworkSpec network, Broadcast<float[]> theta, Framing framing)
    implements Function<Shard, Score> {

  @Override
  public Score call(Shard shard) {
    Batcher batcher = Batchers.lanes(shard, framing, framing.window().steps());
    Network built = Network.of(network);
    Batch batch = batcher.newBatch();
    Workspace workspace = built.workspace(batch.steps, batch.rows, batch.targetSteps);
    float[] state = new float[built.stateSize(batch.rows)];
    CrossEntropy loss = new CrossEntropy(0);
    Score score = Score.NONE;
    for (long index = 0; index < batcher.batches(); index++) {
      double labelled = batcher.fill(0, index, batch);
      workspace.forward(theta.value(), batch, state);
      score = score.plus(new Score(workspace.loss(loss, batch), labelled));
    }
    return score;
  }
}
