package org.sluice.spark.shard;

import org.sluice.engine.data.Framing;
import org.sluice.engine.data.WindowSpec;
import org.sluice.spark.prepare.DataSetInfo;

/**
 * All that turns a table's rows into a network's inputs and its outputs back into forecasts; kept
 * in the model file.
 *
 * @param data the training data's description, its scalers included
 * @param window T the model was trained with
 * @param centered whether each window is measured from its last row
 */
public record Preprocessing(DataSetInfo data, int window, int horizon, boolean centered) {

  /** Framing of windows of {@code steps} rows. */
  public Framing framing(int steps, int stride) {
    return new Framing(
        new WindowSpec(steps, stride, horizon), data.features(), data.targetColumns(), centered);
  }
}
