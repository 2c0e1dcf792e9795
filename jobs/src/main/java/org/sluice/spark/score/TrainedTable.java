package org.sluice.spark.score;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.HolidaySpec;
import org.sluice.spark.prepare.MissingSpec;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.SplitSpec;
import org.sluice.spark.prepare.TableInfo;

/** The table that a model was trained with, which others are held against. */
record TrainedTable(TableInfo info) {

  /** Refuses a data set whose inputs or time step are not the model's. */
  void requireLike(TableInfo data) {
    requireSame("data.features", features(info), features(data));
    requireSame("data.categories", info.categoryNames(), data.categoryNames());
    requireStep(data.stepMillis());
  }

  void requireStep(long stepMillis) {
    Require.that(
        info.stepMillis() == stepMillis,
        "data.time.step must be %s, which the model was trained with, got %s",
        Durations.show(Duration.ofMillis(info.stepMillis())),
        Durations.show(Duration.ofMillis(stepMillis)));
  }

  /**
   * How another table is read for the model: where it is and how its time is read comes from {@code
   * data}, everything else from the model.
   *
   * @param derive features to be computed while it is read, {@code holidays} the days they need
   * @throws SluiceException if key, features or time step are not the model's
   */
  DataSpec spec(
      DataSpec data, Optional<HolidaySpec> holidays, List<String> derive, List<String> targets) {
    List<String> features = info.tableFeatures();
    requireSame("data.key", info.key(), data.key());
    requireSame("data.features", features, data.features());
    requireSame("data.categories", info.categoryNames(), data.categories());
    requireStep(data.time().step().toMillis());
    return new DataSpec(
        data.source(),
        data.longForm(),
        info.key(),
        info.like(data.time()),
        features,
        info.categoryNames(),
        info.knownAhead(),
        holidays,
        derive,
        targets,
        Optional.empty(), // nobody needs a truth to tell what a model says
        SplitSpec.WHOLE,
        new ScaleSpec(ScaleSpec.Kind.NONE), // the trained table's scalers are applied later
        MissingSpec.LAST, // and so is what stands for missing values
        data.badRows(),
        false);
  }

  static void requireSame(String setting, List<String> trained, List<String> found) {
    Require.that(
        trained.equals(found),
        "%s must be %s, which the model was trained with, got %s",
        setting,
        trained,
        found);
  }

  static List<String> features(TableInfo data) {
    return data.columns().subList(0, data.numbers());
  }
}
