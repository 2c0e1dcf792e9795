package org.sluice.spark.score;

import java.util.Comparator;
import java.util.Locale;
import org.sluice.spark.score.ClassEvaluation.ClassFigures;
import org.sluice.spark.score.ClassEvaluation.Figures;
import org.sluice.spark.score.ClassEvaluation.Method;

/** An evaluation of labels as text of at most 80 columns. */
record ClassTable(ClassEvaluation evaluation) {
  private static final int MOST_CLASSES = 30;
  private static final int WIDTH = 20; // of a name
  private static final String METHOD = "%-20s%12s%12s%12s%n";
  private static final String CLASS = "%-20s%9s%10s%10s%10s %-20s";

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Test span: %,d labels of %,d classes%s%n",
            evaluation.labels(),
            evaluation.classes().size(),
            left()));
    text.append(String.format(METHOD, "", "accuracy", "macro F1", "nats/label"));
    evaluation.methods().forEach((method, figures) -> text.append(row(method, figures)));
    appendClasses(text);
    return text.toString();
  }

  /** What does not count. */
  private String left() {
    ClassEvaluation.Left left = evaluation.left();
    String apart = left("unseen in training", left.unseen()) + left("missing", left.missing());
    return apart.isEmpty() ? apart : apart + ", not counted";
  }

  private static String left(String why, long labels) {
    return labels == 0 ? "" : String.format(Locale.ROOT, "; %,d %s", labels, why);
  }

  private String row(Method method, Figures figures) {
    String name = method == Method.MODEL ? method.word() : "always " + evaluation.most();
    return String.format(
        METHOD,
        cut(name),
        number(figures.accuracy()),
        number(figures.macroF1()),
        number(figures.nats()));
  }

  private void appendClasses(StringBuilder text) {
    text.append(System.lineSeparator());
    text.append(line("class", "labels", "precision", "recall", "F1", "mistaken for"));
    evaluation.classes().stream()
        .sorted(Comparator.comparingLong(ClassFigures::count).reversed()) // stable
        .limit(MOST_CLASSES)
        .forEach(figures -> text.append(row(figures)));
    int more = evaluation.classes().size() - MOST_CLASSES;
    if (more > 0) {
      text.append(String.format(Locale.ROOT, "%,d more classes: see evaluation.json%n", more));
    }
  }

  private static String row(ClassFigures figures) {
    String count = String.format(Locale.ROOT, "%,d", figures.count());
    return line(
        cut(figures.name()),
        count,
        number(figures.precision()),
        number(figures.recall()),
        number(figures.f1()),
        figures.mistakenFor() == null ? "" : cut(figures.mistakenFor()));
  }

  private static String line(Object... cells) {
    return String.format(CLASS, cells).stripTrailing() + System.lineSeparator();
  }

  private static String cut(String name) {
    return name.length() < WIDTH ? name : name.substring(0, WIDTH - 2) + "…";
  }

  private static String number(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
