package org.sluice.spark.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.metrics.Confusion;

/**
 * How well labels of the test span were told: what {@code evaluation.json} holds.
 *
 * @param labels that count
 * @param left labels of the span that do not
 * @param most the class that is most frequent in the training span
 * @param classes in the order of the model's outputs
 */
public record ClassEvaluation(
    int format,
    long labels,
    Left left,
    String most,
    Map<Method, Figures> methods,
    List<ClassFigures> classes) {

  /** The format this build writes. */
  static final int FORMAT = 1;

  /** Whose labels are compared. */
  public enum Method {
    MODEL("model"),
    /** Whatever it sees, it says the class that is most frequent in the training span. */
    MOST_FREQUENT("mostFrequent");

    private final String word;

    Method(String word) {
      this.word = word;
    }

    /** As it is written. */
    @JsonValue
    public String word() {
      return word;
    }
  }

  /**
   * @param unseen of a class that the training span lacks
   * @param missing steps or sequences without a label
   */
  public record Left(long unseen, long missing) {}

  /**
   * Null where there is nothing to divide by.
   *
   * @param accuracy share of the labels that were told rightly
   * @param macroF1 mean of F1 over the classes that the span has
   * @param nats mean negative log probability of the true class; null where nobody said one
   */
  public record Figures(Double accuracy, Double macroF1, Double nats) {}

  /**
   * Null where there is nothing to divide by.
   *
   * @param count labels of the class
   * @param mistakenFor what it was most often taken for wrongly; null where it never was
   */
  public record ClassFigures(
      String name,
      long count,
      Double precision,
      Double recall,
      Double f1,
      @JsonInclude(JsonInclude.Include.NON_NULL) String mistakenFor) {}

  public ClassEvaluation {
    methods = Collections.unmodifiableMap(new EnumMap<>(methods));
    classes = List.copyOf(classes);
  }

  /**
   * @param names of the classes
   * @param most number of the class that is most frequent in the training span
   */
  static ClassEvaluation of(Confusion confusion, Left left, List<String> names, int most) {
    Confusion saying = confusion.saying(most);
    return new ClassEvaluation(
        FORMAT,
        confusion.count(),
        left,
        names.get(most),
        Map.of(
            Method.MODEL, figures(confusion, number(confusion.meanNats())),
            Method.MOST_FREQUENT, figures(saying, null)),
        IntStream.range(0, names.size()).mapToObj(c -> figures(confusion, names, c)).toList());
  }

  private static Figures figures(Confusion confusion, Double nats) {
    return new Figures(number(confusion.accuracy()), number(confusion.macroF1()), nats);
  }

  private static ClassFigures figures(Confusion confusion, List<String> names, int of) {
    int mistaken = confusion.mistaken(of);
    return new ClassFigures(
        names.get(of),
        confusion.count(of),
        number(confusion.precision(of)),
        number(confusion.recall(of)),
        number(confusion.f1(of)),
        mistaken < 0 ? null : names.get(mistaken));
  }

  /** JSON knows no other way to say that there is none. */
  private static Double number(double figure) {
    return Double.isNaN(figure) ? null : figure;
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

  /** For people: the methods side by side, then the classes, the most frequent first. */
  public String table() {
    return new ClassTable(this).text();
  }
}
