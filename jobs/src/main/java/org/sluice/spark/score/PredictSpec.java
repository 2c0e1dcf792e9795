package org.sluice.spark.score;

import java.util.Optional;
import org.sluice.engine.base.Require;

/**
 * The {@code predict} part of a job file.
 *
 * @param context steps of warm-up before a forecast, in evaluation too; absent: the window of the
 *     training
 */
public record PredictSpec(Optional<Integer> context, Format format) {

  /** How predictions are written. */
  public enum Format {
    PARQUET,
    CSV
  }

  public PredictSpec {
    context.ifPresent(steps -> Require.atLeast("predict.context", steps, 1));
  }

  /** The steps of warm-up of a model that was trained with {@code window}. */
  int steps(int window) {
    return context.orElse(window);
  }

  /** The setting that {@link #steps} come from. */
  String setting() {
    return context.isPresent() ? "predict.context" : "training.window";
  }
}
