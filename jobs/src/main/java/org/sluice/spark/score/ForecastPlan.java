package org.sluice.spark.score;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Framing;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.Derivation;
import org.sluice.spark.shard.Scaling;

/**
 * What tasks need to forecast beyond the last rows of series.
 *
 * @param targets names, in the framing's order
 * @param derivation of features, with the table's grid
 */
record ForecastPlan(
    NetworkSpec network,
    Broadcast<float[]> theta,
    Scaling scaling,
    Framing framing,
    List<String> targets,
    Derivation.Plan derivation)
    implements Serializable {

  /** Steps of warm-up. */
  int context() {
    return framing.window().steps();
  }

  int horizon() {
    return framing.window().horizon();
  }

  /** Rows before the warm-up that are read to know what was last observed before it. */
  int lead() {
    return context();
  }

  /** Series forecast at a time. */
  int lanes() {
    return Pass.rows(context());
  }

  long millis(long index) {
    return derivation.originMillis() + index * derivation.stepMillis();
  }
}
