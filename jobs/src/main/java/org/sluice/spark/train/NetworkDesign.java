package org.sluice.spark.train;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Framing;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.DataSetInfo;

/** What the {@code model} part of a job file says of the network, whatever it is to learn. */
public sealed interface NetworkDesign
    permits ModelSpec, LanguageModelSpec, TableClassifierSpec, TextClassifierSpec {
  List<LayerSpec> layers();

  /** A copy of {@code layers}, one at least. */
  static List<LayerSpec> required(List<LayerSpec> layers) {
    Require.that(!layers.isEmpty(), "model.layers must name at least one layer, got none");
    return List.copyOf(layers);
  }

  /** Steps ahead, all of them predicted; 0 where a step is told its label. */
  int horizon();

  /** Whether a step is told its label, not what follows it. */
  default boolean tellsLabels() {
    return horizon() == 0;
  }

  /** Whether windows are measured from their last row. */
  default boolean centered() {
    return false;
  }

  /** A file with the vectors of tokens that training starts from. */
  default Optional<String> pretrained() {
    return Optional.empty();
  }

  /** The network that learns from {@code data}. */
  NetworkSpec network(DataSetInfo data, Framing framing);

  /**
   * @throws org.sluice.engine.base.SluiceException if such a network cannot be trained in this way
   */
  void check(TrainingSpec training);
}
