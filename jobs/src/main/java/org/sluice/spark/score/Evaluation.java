package org.sluice.spark.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * How good forecasts were on the test span: what {@code evaluation.json} holds.
 *
 * @param from time of the first target, local in {@code zone}; {@code to}: time of the last
 * @param windows forecasts of each method
 * @param context steps before a forecast that the model saw
 * @param season steps of a season
 * @param targets errors in each target's own unit
 * @param scaled errors over all targets in scaled units (the training span's standard deviations),
 *     by method; comparable with the literature
 * @param anomalies how errors tell anomalous steps from others; null without labels that say which
 *     these are
 */
public record Evaluation(
    int format,
    String from,
    String to,
    String zone,
    long windows,
    int context,
    int horizon,
    int season,
    List<Target> targets,
    Map<Method, Scores> scaled,
    @JsonInclude(JsonInclude.Include.NON_NULL) Anomalies anomalies) {

  /** The format this build writes. */
  static final int FORMAT = 1;

  /**
   * @param unit of MASE: mean absolute error of repeating the value one season before, over the
   *     training span; null where that span is no longer than a season
   */
  public record Target(String target, Double unit, Map<Method, Scores> methods) {}

  /**
   * @param horizons one for each step ahead, from 1 on
   */
  public record Scores(Errors all, List<Errors> horizons) {}

  /** Null where there is nothing to divide by. */
  public record Errors(long count, Double mse, Double mae, Double rmse, Double mase) {}

  /**
   * Of errors of forecasts one step ahead, in scaled units.
   *
   * @param steps that have a label and a forecast; {@code anomalies} of them are anomalous
   * @param areas under the ROC curve of each target's absolute error, by target; null where no step
   *     is an anomaly, or each
   * @param all the same of the mean square over all targets
   */
  public record Anomalies(long steps, long anomalies, Map<String, Double> areas, Double all) {}

  public Evaluation {
    targets = List.copyOf(targets);
  }

  /** Errors of {@code method} for one target over all horizons. */
  public Errors errors(Method method, String target) {
    return targets.stream()
        .filter(one -> one.target().equals(target))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target is called " + target))
        .methods()
        .get(method)
        .all();
  }

  /**
   * Writes {@code evaluation.json} into {@code folder}, any Hadoop path; one that is there is
   * replaced.
   *
   * @throws org.sluice.engine.base.SluiceException if it cannot be written
   */
  public void write(String folder, Configuration configuration) {
    EvaluationFile.write(this, folder, configuration);
  }

  /** For people: the methods side by side, overall and at a few horizons. */
  public String table() {
    return new EvaluationTable(this).text();
  }
}
