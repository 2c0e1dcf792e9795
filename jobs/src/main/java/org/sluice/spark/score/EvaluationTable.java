package org.sluice.spark.score;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.spark.score.Evaluation.Errors;
import org.sluice.spark.score.Evaluation.Scores;

/** An evaluation as text of at most 80 columns. */
record EvaluationTable(Evaluation evaluation) {
  private static final String ROW = "  %-12s%-14s%12s%12s%12s%12s%n";

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Test span %s to %s %s: %,d windows of %d steps, %d ahead; a season is %d steps%n",
            evaluation.from(),
            evaluation.to(),
            evaluation.zone(),
            evaluation.windows(),
            evaluation.context(),
            evaluation.horizon(),
            evaluation.season()));
    for (Evaluation.Target target : evaluation.targets()) {
      append(text, target.target() + ", in its own unit", target.methods());
    }
    append(text, "all targets, scaled by the training span", evaluation.scaled());
    if (evaluation.anomalies() != null) {
      append(text, evaluation.anomalies());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Evaluation.Anomalies anomalies) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n%,d of %,d labelled steps are anomalies; area under the ROC curve of the error%n",
            anomalies.anomalies(),
            anomalies.steps()));
    anomalies
        .areas()
        .forEach(
            (target, area) -> text.append(String.format("  %-26s%12s%n", target, number(area))));
    text.append(String.format("  %-26s%12s%n", "all targets", number(anomalies.all())));
  }

  private void append(StringBuilder text, String title, Map<Method, Scores> methods) {
    text.append(String.format("%n%s%n", title));
    text.append(String.format(ROW, "steps ahead", "forecast", "MSE", "MAE", "RMSE", "MASE"));
    String all = evaluation.horizon() == 1 ? "1" : "1 to " + evaluation.horizon();
    methods.forEach((method, scores) -> text.append(row(all, method, scores.all())));
    for (int horizon : shown()) {
      methods.forEach(
          (method, scores) ->
              text.append(row("" + horizon, method, scores.horizons().get(horizon - 1))));
    }
  }

  /** The first, the last and two between, where there is more than one. */
  private List<Integer> shown() {
    int last = evaluation.horizon();
    return last == 1
        ? List.of()
        : List.copyOf(new TreeSet<>(List.of(1, (last + 3) / 4, (last + 1) / 2, last)));
  }

  private static String row(String horizon, Method method, Errors errors) {
    Object[] cells =
        Stream.of(
                horizon,
                method.words(),
                number(errors.mse()),
                number(errors.mae()),
                number(errors.rmse()),
                number(errors.mase()))
            .toArray();
    return String.format(ROW, cells);
  }

  private static String number(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.5g", value);
  }
}
