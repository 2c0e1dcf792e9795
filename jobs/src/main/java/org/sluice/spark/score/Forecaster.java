package org.sluice.spark.score;

import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.Preprocessing;

/**
 * A trained model and what it was told of tables: all that a forecast needs.
 *
 * @param theta parameters, shared and never changed
 * @param folder that the model lies in; empty where it does not
 */
public record Forecaster(
    NetworkSpec network, float[] theta, Preprocessing preprocessing, String folder) {
  public Forecaster {
    TableInfo data = preprocessing.table();
    Require.that(
        network.inputs() == data.features()
            && network.outputs() == preprocessing.horizon() * data.targets().size(),
        "the model's network has %d inputs and %d outputs, its preprocessing gives %d and %d",
        network.inputs(),
        network.outputs(),
        data.features(),
        preprocessing.horizon() * data.targets().size());
  }

  /** Of a model that scales all series alike. */
  public Forecaster(NetworkSpec network, float[] theta, Preprocessing preprocessing) {
    this(network, theta, preprocessing, "");
  }

  /**
   * @throws SluiceException if the model holds no preprocessing that this build can read
   */
  public static Forecaster of(Model model) {
    return of(model, "");
  }

  private static Forecaster of(Model model, String folder) {
    return new Forecaster(model.spec(), model.theta(), Preprocessing.of(model), folder);
  }

  /**
   * The model in {@code folder}, on any Hadoop path.
   *
   * @throws SluiceException if there is none, or a damaged one
   */
  public static Forecaster read(String folder, Configuration configuration) {
    return of(StoredModels.read(folder, configuration), folder);
  }

  /** Refuses a data set whose columns or time step are not those the model was trained with. */
  void requireLike(TableInfo data) {
    trained().requireLike(data);
    TrainedTable.requireSame("data.targets", preprocessing.table().targets(), data.targets());
  }

  /** What it was trained with. */
  TrainedTable trained() {
    return new TrainedTable(preprocessing.table());
  }
}
