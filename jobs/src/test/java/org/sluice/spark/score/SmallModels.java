package org.sluice.spark.score;

import java.util.List;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.Preprocessing;

/** Models whose forecasts are known. */
final class SmallModels {
  static final int WINDOW = 4;
  static final int HORIZON = 3;

  private SmallModels() {}

  /**
   * All weights zero, so that it forecasts zero in scaled units: the training mean, or where
   * windows are centered their last value.
   */
  static Forecaster zero(TableInfo info, boolean centered) {
    NetworkSpec spec = spec(info);
    float[] theta = new float[Network.of(spec).layout().size()];
    return new Forecaster(spec, theta, preprocessing(info, centered));
  }

  /** Untrained, so that everything it reads makes a difference. */
  static Forecaster untrained(TableInfo info, boolean centered) {
    NetworkSpec spec = spec(info);
    return new Forecaster(spec, Network.of(spec).initialise(7), preprocessing(info, centered));
  }

  private static NetworkSpec spec(TableInfo info) {
    int outputs = HORIZON * info.targets().size();
    return new NetworkSpec(info.features(), List.of(new LayerSpec(CellKind.LSTM, 5)), outputs);
  }

  private static Preprocessing preprocessing(TableInfo info, boolean centered) {
    return new Preprocessing(info, WINDOW, HORIZON, centered);
  }
}
