package org.sluice.spark.train;

import java.util.List;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Framing;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.Sampling;

/**
 * The {@code model} part of a job file.
 *
 * @param categories how names among the inputs are read
 * @param pooling what of a window the dense layer on top of the recurrent ones reads
 * @param horizon steps ahead, all of them predicted
 * @param center what each window is measured from
 */
public record ModelSpec(
    CategoryWidths categories, List<LayerSpec> layers, Pooling pooling, int horizon, Center center)
    implements NetworkDesign {

  /**
   * What is subtracted from a window's values before the network and added back to its forecast.
   */
  public enum Center {
    NONE,
    /** The window's last row (NLinear: Zeng et al. 2023, arXiv 2205.13504). */
    LAST
  }

  public ModelSpec {
    layers = NetworkDesign.required(layers);
    Require.atLeast("model.horizon", horizon, 1);
  }

  @Override
  public boolean centered() {
    return center == Center.LAST;
  }

  @Override
  public NetworkSpec network(DataSetInfo data, Framing framing) {
    NetworkSpec numbers = new NetworkSpec(data.features(), layers, framing.outputs()).with(pooling);
    return data instanceof TableInfo table
        ? numbers.with(categories.of(table.categories()))
        : numbers;
  }

  @Override
  public void check(TrainingSpec training) {
    boolean windowed = training.sampling() == Sampling.WINDOWED;
    Require.that(
        training.sampling() != Sampling.SEQUENCES,
        "training.sampling must be windowed or stateful where task is forecast, got sequences");
    Require.that(
        windowed || pooling == Pooling.LAST,
        "model.pooling must be last where training.sampling is stateful, since each step of a"
            + " stream has a target, got %s; use training.sampling = windowed",
        Require.written(pooling));
    Require.that(
        windowed || !centered(),
        "model.center must be none where training.sampling is stateful, got last;"
            + " use training.sampling = windowed to measure windows from their last row");
    Require.that(
        training.loss().estimatesTargets(),
        "training.loss.kind must be squared, absolute or huber for forecasts, got %s",
        Require.written(training.loss().kind()));
  }
}
