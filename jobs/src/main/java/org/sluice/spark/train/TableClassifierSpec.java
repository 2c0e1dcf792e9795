package org.sluice.spark.train;

import java.util.List;
import org.sluice.engine.data.Framing;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.TableInfo;

/**
 * The {@code model} part of a job file that tells the labels of a table's steps or series: layers
 * read the features, a softmax says which class it is.
 *
 * @param categories how names among the inputs are read
 * @param pooling what of a window or sequence with one label the softmax reads
 */
public record TableClassifierSpec(
    CategoryWidths categories, List<LayerSpec> layers, Pooling pooling) implements NetworkDesign {
  public TableClassifierSpec {
    layers = NetworkDesign.required(layers);
  }

  @Override
  public int horizon() {
    return 0;
  }

  @Override
  public NetworkSpec network(DataSetInfo data, Framing framing) {
    TableInfo table = data.asTable();
    return new NetworkSpec(table.features(), layers, TextClassifierSpec.classes(table))
        .with(pooling)
        .with(categories.of(table.categories()));
  }

  @Override
  public void check(TrainingSpec training) {
    TextClassifierSpec.requireCrossEntropy(training);
  }
}
