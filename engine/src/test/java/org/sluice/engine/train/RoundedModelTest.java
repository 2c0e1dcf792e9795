package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;

/** What rounding a trained forecaster's weights to eight bits costs on data it has not seen. */
class RoundedModelTest {
  private static final float[] NONE = {};
  private static final int HORIZON = 3;
  private static final Framing FRAMING = Waves.framing(16, HORIZON);

  private final Batcher seen =
      Batchers.windowed(Waves.windows(0, Waves.segment(0, 900)), FRAMING, 16, 11);
  private final Batcher unseen =
      Batchers.inOrder(Waves.windows(0, Waves.segment(7, 300)), FRAMING, 32);

  @ParameterizedTest
  @EnumSource(names = {"LSTM", "GRU"})
  void theLossOnUnseenDataMovesByLessThanOnePercent(CellKind cell) {
    LayerSpec layer = new LayerSpec(cell, 24);
    Network network =
        Network.of(new NetworkSpec(Waves.COLUMNS, Collections.nCopies(2, layer), HORIZON));
    LocalPlan plan = Plans.sgd(1000, 0.1, 0.9, 1, false);
    LocalTrainer trainer = new LocalTrainer(network, plan);
    float[] theta = network.initialise(1);
    double untrained = trainer.score(unseen, theta).mean();
    for (int epoch = 0; epoch < 12; epoch++) {
      theta = trainer.run(seen, new LocalTask(theta, NONE, NONE, epoch, 0)).theta();
    }
    double trained = trainer.score(unseen, theta).mean();

    Network rounded = network.rounded(theta);
    float[] vectors = rounded.layout().vectors(network.layout(), theta);
    double loss = new LocalTrainer(rounded, plan).score(unseen, vectors).mean();
    assertThat(trained).isLessThan(untrained / 20);
    assertThat(loss).isNotEqualTo(trained).isCloseTo(trained, withinPercentage(1));
  }
}
