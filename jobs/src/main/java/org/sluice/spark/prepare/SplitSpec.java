package org.sluice.spark.prepare;

import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;

/**
 * How the time axis is cut into training, validation and test span: by fractions of the whole span,
 * or by dates. Dates are read with the format and zone of the time column, or as ISO 8601; {@code
 * until} leaves out what stands there or later.
 */
public record SplitSpec(
    Optional<Double> train,
    Optional<Double> validation,
    Optional<Double> test,
    Optional<String> validationFrom,
    Optional<String> testFrom,
    Optional<String> until) {

  public SplitSpec {
    boolean fractions = Stream.of(train, validation, test).anyMatch(Optional::isPresent);
    boolean dates = Stream.of(validationFrom, testFrom, until).anyMatch(Optional::isPresent);
    Require.that(
        fractions != dates,
        "data.split must be either the fractions train, validation and test, or the dates validationFrom, testFrom and until");
    if (fractions) {
      checkFractions(train, validation, test);
    } else {
      Require.that(
          validationFrom.isPresent() && testFrom.isPresent(),
          "data.split needs both validationFrom and testFrom when it is given by dates");
    }
  }

  /** Whether the span is cut by fractions, else by dates. */
  public boolean byFractions() {
    return train.isPresent();
  }

  private static void checkFractions(
      Optional<Double> train, Optional<Double> validation, Optional<Double> test) {
    Require.that(
        train.isPresent() && validation.isPresent() && test.isPresent(),
        "data.split needs all of train, validation and test when it is given by fractions");
    Require.between("data.split.train", train.get(), 0, 1);
    Require.between("data.split.validation", validation.get(), 0, 1);
    Require.between("data.split.test", test.get(), 0, 1);
    double sum = train.get() + validation.get() + test.get();
    Require.that(
        Math.abs(sum - 1) < 1e-9,
        "data.split.train, validation and test must add up to 1, got %s",
        sum);
  }
}
