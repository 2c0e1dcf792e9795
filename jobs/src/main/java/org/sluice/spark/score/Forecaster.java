package org.sluice.spark.score;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.FileStore;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.HadoopFileStore;
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
    try {
      FileStore store = new HadoopFileStore(folder, configuration);
      return of(ModelFiles.read(store), folder);
    } catch (IOException e) {
      throw new SluiceException("the model cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses a data set whose columns or time step are not those the model was trained with. */
  void requireLike(TableInfo data) {
    TableInfo trained = preprocessing.table();
    requireSame("data.features", features(trained), features(data));
    requireSame("data.categories", trained.categoryNames(), data.categoryNames());
    requireSame("data.targets", trained.targets(), data.targets());
    requireStep(data.stepMillis());
  }

  void requireStep(long stepMillis) {
    long trained = preprocessing.table().stepMillis();
    Require.that(
        trained == stepMillis,
        "data.time.step must be %s, which the model was trained with, got %s",
        Durations.show(Duration.ofMillis(trained)),
        Durations.show(Duration.ofMillis(stepMillis)));
  }

  static List<String> features(TableInfo data) {
    return data.columns().subList(0, data.numbers());
  }

  static void requireSame(String setting, List<String> trained, List<String> found) {
    Require.that(
        trained.equals(found),
        "%s must be %s, which the model was trained with, got %s",
        setting,
        trained,
        found);
  }
}
