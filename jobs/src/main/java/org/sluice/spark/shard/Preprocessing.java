package org.sluice.spark.shard;

import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.WindowSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.prepare.TextInfo;

/**
 * All that turns a table's rows into a network's inputs and its outputs back into forecasts; kept
 * in the model file.
 *
 * @param data the training data's description, its scalers included
 * @param window T the model was trained with
 * @param centered whether each window is measured from its last row
 */
public record Preprocessing(DataSetInfo data, int window, int horizon, boolean centered) {

  /**
   * The description of the table that a forecaster was trained on.
   *
   * @throws SluiceException if it was trained on something else
   */
  public TableInfo table() {
    if (data instanceof TableInfo table) {
      return table;
    }
    throw new SluiceException("the model was not trained on a table; check task and the model");
  }

  /**
   * The description of the text that a language model was trained on.
   *
   * @throws SluiceException if it was trained on something else
   */
  public TextInfo text() {
    if (data instanceof TextInfo text) {
      return text;
    }
    throw new SluiceException("the model was not trained on text; check task and the model");
  }

  /** Framing of windows of {@code steps} rows. */
  public Framing framing(int steps, int stride) {
    return new Framing(
        new WindowSpec(steps, stride, horizon), data.features(), data.targetColumns(), centered);
  }
}
