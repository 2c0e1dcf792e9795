package org.sluice.spark.prepare;

import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;

/**
 * How the time axis is cut into training, validation and test span: by fractions of the whole span,
 * or by dates. Dates are read with the format and zone of the time column, or as ISO 8601; {@code
 * until} leaves out what stands there or later.
 *
 * @param gap steps before validation and before test that are left out of the span before
 * @param fold which of {@code folds} back-tests, from 1: the last is cut at the dates themselves,
 *     each one before it a test span earlier
 */
public record SplitSpec(
    Optional<Double> train,
    Optional<Double> validation,
    Optional<Double> test,
    Optional<String> validationFrom,
    Optional<String> testFrom,
    Optional<String> until,
    Optional<Integer> gap,
    Optional<Integer> fold,
    Optional<Integer> folds) {

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
    gap.ifPresent(steps -> Require.atLeast("data.split.gap", steps, 0));
    checkFolds(until, fold, folds);
  }

  /** Without a gap and back-tests. */
  public SplitSpec(
      Optional<Double> train,
      Optional<Double> validation,
      Optional<Double> test,
      Optional<String> validationFrom,
      Optional<String> testFrom,
      Optional<String> until) {
    this(
        train,
        validation,
        test,
        validationFrom,
        testFrom,
        until,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void checkFolds(
      Optional<String> until, Optional<Integer> fold, Optional<Integer> folds) {
    Require.that(
        fold.isPresent() == folds.isPresent(),
        "data.split.fold and data.split.folds go together; give both, such as fold = 1, folds = 5,"
            + " or neither");
    Require.that(
        fold.isEmpty() || until.isPresent(),
        "data.split.fold moves a test span of a known length; give data.split.validationFrom,"
            + " testFrom and until as dates");
    folds.ifPresent(
        all ->
            Require.between(
                "data.split.fold", fold.get(), 1, Require.atLeast("data.split.folds", all, 1)));
  }

  /** How many test spans before the dates this one's borders stand. */
  int spansBack() {
    return folds.orElse(1) - fold.orElse(1);
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
